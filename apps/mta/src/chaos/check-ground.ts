import { createHash } from 'node:crypto';
import { auditLedger } from '@hikyaku/campaign';
import type { Received } from '../testing/open-receiver.ts';
import type { Ground } from './open-ground.ts';

/** What a round came to. `broken`: each promise that was not kept, in words. */
export type Account = {
  readonly delivered: number;
  /** Attempts of which nobody can know how they ended: a state of bulk, a second try of transactional mail. */
  readonly unconfirmed: number;
  /** Messages that a receiver accepted once more. */
  readonly duplicates: number;
  readonly broken: readonly string[];
};

type Row = { email: string; stream: number; state: number; unknown: number };

const DELIVERED = 2;
const UNCONFIRMED = 7;

/** Compares what the receivers have with what the ledger says, person by person, once nobody is open. */
export async function checkGround(ground: Ground): Promise<Account> {
  const rows = await ground.db.query<Row>(
    `SELECT r.email, d.stream, d.state, (SELECT count(*) FROM attempts a WHERE a.delivery_id = d.id AND a.outcome = 7)::int AS unknown
     FROM recipients r JOIN deliveries d ON d.id = r.id`,
  );
  const broken: string[] = [];
  const had = groupBy(
    ground.received.filter(({ accepted }) => accepted),
    ({ rcptTo }) => rcptTo,
  );
  const rowsOf = groupBy(rows, ({ email }) => email);
  let duplicates = 0;
  for (const [stream, emails] of [ground.transactional, ground.bulk].entries()) {
    for (const email of emails) {
      const [row, ...more] = rowsOf.get(email) ?? [];
      if (!row) broken.push(`${email}: lost, the ledger has no row`);
      else if (more.length > 0) broken.push(`${email}: ${more.length + 1} rows`);
      else {
        const copies = had.get(email) ?? [];
        duplicates += Math.max(0, copies.length - 1);
        broken.push(...checkPerson({ ...row, stream }, copies).map((what) => `${email}: ${what}`));
      }
    }
  }
  const known = new Set([...ground.bulk, ...ground.transactional]);
  for (const email of had.keys()) if (!known.has(email)) broken.push(`${email}: got a message that nobody sent`);
  for (const one of await auditLedger(ground.db)) {
    broken.push(`${one.what} ${one.id}: counted ${one.counted}, rows say ${one.rows}`);
  }
  for (const { id } of await ground.db.query<{ id: number }>('SELECT id FROM batches')) {
    broken.push(`batch ${id} is left`);
  }
  return {
    delivered: rows.filter(({ state }) => state === DELIVERED).length,
    unconfirmed: rows.reduce((sum, { unknown }) => sum + unknown, 0),
    duplicates,
    broken,
  };
}

function checkPerson({ stream, state, unknown }: Row, copies: readonly Received[]): string[] {
  const broken: string[] = [];
  if (state < DELIVERED) broken.push(`still open (state ${state})`);
  if (stream === 1 && copies.length > 1) broken.push(`bulk, and received ${copies.length} times`);
  if (stream === 1 && unknown > 1) broken.push(`bulk, and tried again ${unknown} times after an unknown end`);
  if (copies.length - 1 > unknown) broken.push(`received ${copies.length} times with ${unknown} unknown attempts`);
  if (state === DELIVERED && copies.length === 0) broken.push('delivered, and nobody received it');
  const isAdmitted = state === DELIVERED || state === UNCONFIRMED || unknown > 0;
  if (copies.length > 0 && !isAdmitted) broken.push(`received, and the ledger says state ${state}`);
  if (new Set(copies.map(digest)).size > 1) broken.push('received twice with different bytes');
  if (new Set(copies.map((one) => one.messageId)).size > 1) broken.push('received under two Message-IDs');
  return broken;
}

const digest = ({ raw, mailFrom }: Received) => createHash('sha256').update(`${mailFrom}\n${raw}`).digest('hex');

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
