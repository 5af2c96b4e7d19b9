import { Client } from 'pg';
import type { ClusterUrls } from './cluster-passwords.ts';
import { createDatabase } from './create-logins.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';

/** What a test needs to know of the cluster of its run. */
export type TestCluster = ClusterUrls;

const TEMPLATE = 'hikyaku_template';

/** The same login in another database. */
const inDatabase = (url: string, database: string): string => Object.assign(new URL(url), { pathname: database }).href;

/**
 * One cluster for a whole test run in `home` (temporary: nothing is synced to disk), with a template database that
 * `migrateAll` fills as the owner. `settings` over those of tests. Close it last.
 */
export async function openTestCluster(
  home: string,
  port: number,
  migrateAll: (logins: TestCluster) => Promise<unknown>,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const cluster = await openEmbeddedPostgres({
    home,
    port,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', ...settings },
  });
  const db = new Client({ connectionString: cluster.superUrl });
  try {
    await db.connect();
    await createDatabase(db, TEMPLATE);
    await migrateAll(logins(cluster, TEMPLATE));
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  } finally {
    await db.end();
  }
}

const logins = (cluster: TestCluster, database: string): TestCluster => ({
  ownerUrl: inDatabase(cluster.ownerUrl, database),
  appUrl: inDatabase(cluster.appUrl, database),
  engineUrl: inDatabase(cluster.engineUrl, database),
  superUrl: inDatabase(cluster.superUrl, database),
});

export type TestDatabase = TestCluster & { close(): Promise<void> };

/** A fresh, migrated database of its own in that cluster; `close` drops it with every connection to it. */
export async function createTestDatabase(cluster: TestCluster): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  const asSuper = async (run: (db: Client) => Promise<unknown>) => {
    const db = new Client({ connectionString: cluster.superUrl });
    await db.connect();
    try {
      await run(db);
    } finally {
      await db.end();
    }
  };
  await asSuper((db) => createDatabase(db, name, TEMPLATE));
  return {
    ...logins(cluster, name),
    close: () => asSuper((db) => db.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}
