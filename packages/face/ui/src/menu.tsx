'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

export type MenuProps = { trigger: ReactElement; children: ReactNode };

/** A list of actions that drops from a button. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-50">
          <Base.Popup className="min-w-44 rounded-card border border-line bg-surface p-1 text-sm text-ink shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const item =
  'flex w-full cursor-default items-center gap-2 rounded-md px-2.5 py-1.5 text-left outline-none select-none data-highlighted:bg-sunken';

export type MenuItemProps = { icon?: ReactNode; chosen?: boolean; onClick?: () => void; children: ReactNode };

export function MenuItem({ icon, chosen, onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={item} onClick={onClick}>
      {icon}
      <span className="grow">{children}</span>
      {chosen ? <Check className="size-4 text-accent" aria-hidden /> : null}
    </Base.Item>
  );
}

/** Words at the head of a menu that are not an action. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="border-b border-line px-2.5 pt-1 pb-2 text-xs text-faint">{children}</div>;
}
