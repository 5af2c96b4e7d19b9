import type { ReactNode } from 'react';

export type EmptyStateProps = {
  icon: ReactNode;
  title: ReactNode;
  /** What this is for, in one sentence. */
  children: ReactNode;
  /** The first thing to do. */
  action?: ReactNode;
};

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line bg-surface px-6 py-12 text-center">
      <div className="text-faint" aria-hidden>
        {icon}
      </div>
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="max-w-md text-faint">{children}</p>
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
