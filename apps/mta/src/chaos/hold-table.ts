import { openClient } from '@hikyaku/db';
import { until } from './until.ts';

/** A table that nobody may write to for now: whoever wants to stands before it, and is seen standing there. */
export type Held = {
  /** Resolves when a worker waits to write. */
  reached(): Promise<void>;
  /** Ends the connections that wait, as if their statements had never arrived. */
  turnAway(): Promise<void>;
  release(): Promise<void>;
};

/** Holds a table as the owner. Reading it goes on; every INSERT, UPDATE and DELETE waits. */
export async function holdTable(ownerUrl: string, superUrl: string, table: string): Promise<Held> {
  const client = await openClient(ownerUrl);
  // The server may be killed meanwhile: then nobody holds anything.
  client.raw.on('error', () => {});
  await client.query('SET idle_in_transaction_session_timeout = 0');
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN SHARE MODE`);
  const waiting = 'FROM pg_locks WHERE NOT granted AND relation = $1::regclass';
  return {
    reached: () =>
      until(`a write to ${table}`, async () => (await client.query(`SELECT 1 ${waiting}`, [table])).length > 0),
    async turnAway() {
      const admin = await openClient(superUrl);
      await admin.query(`SELECT pg_terminate_backend(pid) ${waiting}`, [table]);
      await admin.end();
    },
    async release() {
      await client.query('ROLLBACK').catch(() => {});
      await client.end().catch(() => {});
    },
  };
}
