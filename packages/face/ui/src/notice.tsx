import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad';

const looks = {
  info: { box: 'bg-accent-soft text-ink', mark: 'text-accent', icon: Info },
  good: { box: 'bg-good-soft text-ink', mark: 'text-good', icon: CircleCheck },
  warn: { box: 'bg-warn-soft text-ink', mark: 'text-warn', icon: TriangleAlert },
  bad: { box: 'bg-bad-soft text-ink', mark: 'text-bad', icon: CircleAlert },
} as const;

export type NoticeProps = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode; action?: ReactNode };

/** Something to know, in place. Bad news is announced at once, the rest when there is a pause. */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const look = looks[tone];
  const Icon = look.icon;
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-3 rounded-card px-4 py-3 text-sm', look.box)}
    >
      <Icon className={classNames('mt-0.5 size-4 shrink-0', look.mark)} aria-hidden />
      <div className="min-w-0 grow [overflow-wrap:anywhere]">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  );
}
