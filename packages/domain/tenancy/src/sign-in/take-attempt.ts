import type { Sql } from '@hikyaku/db';
import { ok, type Result, refuseUntil } from '../result.ts';

/** How many attempts an hour are free; each one after them waits twice as long as the one before, up to 15 minutes. */
const FREE = {
  password: { email: 5, ip: 30 },
  link: { email: 3, ip: 20 },
} as const;

export type AttemptKind = keyof typeof FREE;

/** Counts an attempt against the IP and the address before it is made. Refuses with 429 while either has to wait. */
export async function takeAttempt(db: Sql, kind: AttemptKind, email: string, ip: string): Promise<Result<void>> {
  for (const [by, value] of [
    ['ip', ip],
    ['email', email],
  ] as const) {
    const [row] = await db.query<{ seconds: number }>('SELECT attempt_take($1, $2) AS seconds', [
      keyOf(kind, by, value),
      FREE[kind][by],
    ]);
    if (row!.seconds > 0) {
      return refuseUntil('too_many_attempts', `Too many attempts. Try again in ${row!.seconds} s.`, row!.seconds);
    }
  }
  return ok(undefined);
}

/** The password was right: the address starts anew, and the IP gets this attempt back. */
export async function forgiveAttempts(db: Sql, email: string, ip: string): Promise<void> {
  await db.query('SELECT attempt_forgive($1, $2)', [keyOf('password', 'email', email), keyOf('password', 'ip', ip)]);
}

const keyOf = (kind: AttemptKind, by: 'email' | 'ip', value: string): string => `${kind}:${by}:${value}`.slice(0, 300);
