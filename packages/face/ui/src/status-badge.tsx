import {
  Ban,
  Check,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  Clock,
  Hourglass,
  type LucideIcon,
  Pause,
  PenLine,
  Send,
  TriangleAlert,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'calm';

const tones: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  busy: 'bg-accent-soft text-accent',
  calm: 'bg-sunken text-faint',
};

const looks: Record<string, { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: 'calm', icon: PenLine },
  scheduled: { tone: 'busy', icon: Clock },
  planning: { tone: 'busy', icon: CircleDashed },
  paused: { tone: 'warn', icon: Pause },
  completed: { tone: 'good', icon: Check },
  queued: { tone: 'calm', icon: Clock },
  sending: { tone: 'busy', icon: Send },
  deferred: { tone: 'warn', icon: Hourglass },
  delivered: { tone: 'good', icon: Check },
  bounced: { tone: 'bad', icon: X },
  expired: { tone: 'bad', icon: Hourglass },
  suppressed: { tone: 'calm', icon: Ban },
  canceled: { tone: 'calm', icon: CircleSlash },
  unconfirmed: { tone: 'warn', icon: CircleHelp },
  accepted: { tone: 'calm', icon: Check },
  complained: { tone: 'bad', icon: TriangleAlert },
  unsubscribed: { tone: 'calm', icon: Ban },
  subscribed: { tone: 'good', icon: Check },
  pending: { tone: 'calm', icon: Clock },
  running: { tone: 'busy', icon: CircleDashed },
  failed: { tone: 'bad', icon: X },
  verified: { tone: 'good', icon: Check },
  missing: { tone: 'warn', icon: TriangleAlert },
};

export type StatusBadgeProps = {
  /** State of a campaign, recipient, import, domain; an unknown one is shown calmly. */
  status: string;
  /** The state in words: colour never stands alone. */
  label: ReactNode;
  tone?: Tone;
};

export function StatusBadge({ status, label, tone }: StatusBadgeProps) {
  const look = looks[status] ?? { tone: 'calm' as const, icon: CircleDashed };
  const Icon = look.icon;
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2 py-0.5 text-xs font-medium',
        tones[tone ?? look.tone],
      )}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {label}
    </span>
  );
}
