import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClient } from './open-database.ts';
import type { Sql } from './sql.ts';

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

// The table that `prisma migrate` keeps, to the letter, so that its status and deploy agree with us.
const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

const PRISMA_LOCK = 72_707_369;

/** The migrations of a folder in the order in which they apply: `<name>/migration.sql`. */
export const listMigrations = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Makes the table that says which migrations were applied, unless it is there. */
export async function openMigrationLedger(owner: Sql): Promise<void> {
  await owner.query(LEDGER);
}

/** Applies one migration and takes note of it, in the caller's transaction. */
export async function applyMigration(owner: Sql, folder: string, name: string): Promise<void> {
  const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
  await owner.query(sql);
  await owner.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, now(), $3, 1)`,
    [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
  );
}

/**
 * Applies what is missing, one transaction each, under the lock that Prisma takes; two at once are safe.
 * `url` is the owner's login. Returns the names applied. Throws when an applied migration was edited or once failed.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const db = await openClient(url);
  try {
    await db.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await openMigrationLedger(db);
    const rows = await db.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied: string[] = [];
    for (const name of listMigrations(folder)) {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const row = known.get(name);
      if (row && !row.finished_at) throw new Error(`migration ${name} failed before: repair it, then delete its row`);
      if (row && row.checksum !== checksum) throw new Error(`migration ${name} was edited after it was applied`);
      if (row) continue;
      await db.query('BEGIN');
      await applyMigration(db, folder, name);
      await db.query('COMMIT');
      applied.push(name);
    }
    return applied;
  } finally {
    await db.end();
  }
}
