import { getFormatter, getNow } from 'next-intl/server';

export type WhenProps = {
  at: Date | string | number;
  /** `exact`: the moment itself; otherwise relative, with the moment on hover. */
  exact?: boolean;
};

const DAY_MS = 86_400_000;

/** A moment in the viewer's zone: relative while it is near, a date beyond a week. */
export async function When({ at, exact = false }: WhenProps) {
  const format = await getFormatter();
  const date = new Date(at);
  const now = await getNow();
  const full = format.dateTime(date, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const near = Math.abs(now.getTime() - date.getTime()) < 7 * DAY_MS;
  const text = exact
    ? format.dateTime(date, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      })
    : near
      ? format.relativeTime(date, now)
      : format.dateTime(date, { year: 'numeric', month: 'short', day: 'numeric' });
  return (
    <time dateTime={date.toISOString()} title={full} className="tabular-nums">
      {text}
    </time>
  );
}
