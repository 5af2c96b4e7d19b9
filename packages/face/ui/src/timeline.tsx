import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './status-badge.tsx';

export type TimelineEntry = {
  key: string;
  title: ReactNode;
  /** When it happened, as a `<time>`. */
  when: ReactNode;
  tone?: Tone;
  children?: ReactNode;
};

const dots: Record<Tone, string> = {
  good: 'bg-delivered',
  warn: 'bg-deferred',
  bad: 'bg-bounced',
  busy: 'bg-accent-fill',
  calm: 'bg-canceled',
};

/** What happened, in the order in which it happened. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="relative flex flex-col gap-5">
      {entries.map((entry, index) => (
        <li key={entry.key} className="relative pl-6">
          {index < entries.length - 1 ? (
            <span className="absolute top-3 -bottom-6 left-1 w-px bg-line" aria-hidden />
          ) : null}
          <span
            className={classNames('absolute top-1.5 left-0 size-[9px] rounded-full', dots[entry.tone ?? 'calm'])}
            aria-hidden
          />
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <p className="font-medium">{entry.title}</p>
            <p className="text-xs text-faint">{entry.when}</p>
          </div>
          {entry.children ? <div className="mt-1 text-sm text-faint">{entry.children}</div> : null}
        </li>
      ))}
    </ol>
  );
}
