import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type PanelProps = {
  title?: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A bordered part of a page with its own heading. */
export function Panel({ title, about, actions, className, children }: PanelProps) {
  return (
    <section className={classNames('rounded-card border border-line bg-surface', className)}>
      {title ? (
        <header className="flex flex-wrap items-start justify-between gap-3 border-b border-line px-4 py-3">
          <div className="min-w-0">
            <h2 className="text-sm font-semibold">{title}</h2>
            {about ? <p className="mt-0.5 text-sm text-faint">{about}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      <div className="p-4">{children}</div>
    </section>
  );
}

export type Fact = { key: string; name: ReactNode; value: ReactNode };

/** Names and values of a record. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col gap-3 text-sm">
      {facts.map((fact) => (
        <div key={fact.key}>
          <dt className="text-xs text-faint">{fact.name}</dt>
          <dd className="[overflow-wrap:anywhere]">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
