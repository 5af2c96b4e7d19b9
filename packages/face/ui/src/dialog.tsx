'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The element that opens it; left out when the caller holds `open`. */
  trigger?: ReactElement;
  title: ReactNode;
  about?: ReactNode;
  closeLabel: string;
  children: ReactNode;
};

const backdrop =
  'fixed inset-0 z-40 bg-[oklch(0.2_0.02_265/0.45)] transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';

const closeClass = 'rounded-card p-1.5 text-faint hover:bg-sunken hover:text-ink';

/** A window over the page. Focus stays inside it, Esc closes it. */
export function Dialog({ open, onOpenChange, trigger, title, about, closeLabel, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-card border border-line bg-surface p-5 text-ink shadow-float transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <div className="flex items-start justify-between gap-3">
            <Base.Title className="text-lg leading-snug font-semibold [overflow-wrap:anywhere]">{title}</Base.Title>
            <Base.Close aria-label={closeLabel} className={closeClass}>
              <X className="size-4" aria-hidden />
            </Base.Close>
          </div>
          {about ? <Base.Description className="text-sm text-faint">{about}</Base.Description> : null}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The same at the left edge of a small screen: the navigation. */
export function Sheet({ open, onOpenChange, trigger, title, closeLabel, children }: Omit<DialogProps, 'about'>) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-3 overflow-y-auto border-r border-line bg-surface p-4 text-ink shadow-float transition-transform duration-100 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
          <div className="flex items-center justify-between gap-3">
            <Base.Title className="font-semibold">{title}</Base.Title>
            <Base.Close aria-label={closeLabel} className={closeClass}>
              <X className="size-4" aria-hidden />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
