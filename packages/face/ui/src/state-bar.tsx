import { type ElementType, Fragment, type ReactNode } from 'react';

/** States of a recipient in the order in which the bar shows them: settled first, open last. */
export const barStates = [
  'delivered',
  'bounced',
  'expired',
  'suppressed',
  'canceled',
  'unconfirmed',
  'deferred',
  'sending',
  'queued',
] as const;

export type BarState = (typeof barStates)[number];

export const stateFill: Record<BarState, string> = {
  delivered: 'bg-delivered',
  bounced: 'bg-bounced',
  expired: 'bg-expired',
  suppressed: 'bg-suppressed',
  canceled: 'bg-canceled',
  unconfirmed: 'bg-unconfirmed',
  deferred: 'bg-deferred',
  sending: 'bg-sending',
  queued: 'bg-queued',
};

export type StateBarProps = {
  /** People by state; together they are the planned people. */
  counts: Record<BarState, number>;
  /** One sentence that says the same to those who do not see the bar. */
  label: string;
};

/** Stacked bar of all planned people by state. */
export function StateBar({ counts, label }: StateBarProps) {
  const total = barStates.reduce((sum, state) => sum + counts[state], 0);
  return (
    <div role="img" aria-label={label} className="flex h-4 w-full gap-px overflow-hidden rounded-full bg-sunken">
      {barStates.map((state) =>
        counts[state] > 0 ? (
          <div
            key={state}
            className={`${stateFill[state]} min-w-0.5 transition-[flex-grow] duration-150`}
            style={{ flexGrow: counts[state] / total, flexBasis: 0 }}
          />
        ) : null,
      )}
    </div>
  );
}

export type StateLegendProps = {
  counts: Record<BarState, number>;
  names: Record<BarState, string>;
  format: (count: number) => ReactNode;
  /** Address of the people in this state. */
  hrefOf: (state: BarState) => string;
  link?: ElementType;
};

/** Every number of the bar, each a link to its people. */
export function StateLegend({ counts, names, format, hrefOf, link: Link = 'a' }: StateLegendProps) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3">
      {barStates.map((state) => (
        <Fragment key={state}>
          <div className="flex items-center gap-2 py-0.5" data-state={state}>
            <dt className="flex min-w-0 grow items-center gap-2 text-sm text-faint">
              <span className={`${stateFill[state]} size-2.5 shrink-0 rounded-full`} aria-hidden />
              {names[state]}
            </dt>
            <dd className="text-sm font-medium tabular-nums">
              <Link
                href={hrefOf(state)}
                className="text-ink underline decoration-edge underline-offset-2 hover:text-accent"
              >
                <span className="sr-only">{names[state]}: </span>
                {format(counts[state])}
              </Link>
            </dd>
          </div>
        </Fragment>
      ))}
    </dl>
  );
}
