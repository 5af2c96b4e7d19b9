import { classNames } from './class-names.ts';

export type MeterProps = {
  value: number;
  max: number;
  /** What is measured, for those who hear it. */
  label: string;
  tone?: 'accent' | 'good' | 'bad';
};

const fills = { accent: 'bg-accent-fill', good: 'bg-delivered', bad: 'bg-bounced' };

/** Bar of work done, of `max` altogether. */
export function Meter({ value, max, label, tone = 'accent' }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={classNames('h-full rounded-full transition-[width] duration-150', fills[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
