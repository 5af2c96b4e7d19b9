import { openClient } from '@hikyaku/db';
import { DEFAULT_SCHEMA, MIGRATION_ADVISORY_LOCK_KEY, type PgPoolClient, quoteSchemaName, runMigrations } from 'bullmq';

const GRANTS_LOCK = 1;

/**
 * Makes BullMQ's tables and functions in the schema `bullmq`, as the owner, and lets both logins use them: `engine`
 * runs the workers, `app` only adds wake-ups. Idempotent, and safe when two programs start at once.
 */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = await openClient(ownerUrl);
  try {
    // BullMQ's lock ends before the grants, and two GRANTs on one function at once fail. Ours ends with the session.
    await client.query('SELECT pg_advisory_lock($1, $2)', [MIGRATION_ADVISORY_LOCK_KEY, GRANTS_LOCK]);
    await runMigrations(client.raw as unknown as PgPoolClient, DEFAULT_SCHEMA);
    const schema = quoteSchemaName(DEFAULT_SCHEMA);
    await client.query(`
      GRANT USAGE ON SCHEMA ${schema} TO hikyaku_app, hikyaku_engine;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO hikyaku_app, hikyaku_engine;
      GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO hikyaku_app, hikyaku_engine;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO hikyaku_app, hikyaku_engine`);
  } finally {
    await client.end();
  }
}
