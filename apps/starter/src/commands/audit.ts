import { existsSync } from 'node:fs';
import { auditLedger } from '@hikyaku/campaign';
import { type Config, childEnvironment, readConfig } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { clusterUrls, openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { clusterFolder } from '../start/cluster-folder.ts';
import { isHomeInUse, lockHome } from '../start/lock-home.ts';

/** The engine's login at the server in use; an embedded one that does not run is started for as long as we read. */
async function openEngine(config: Config): Promise<{ url: string; close(): Promise<void> | void }> {
  const { home, ports, database } = config;
  if (database.engine) return { url: database.engine, close: () => {} };
  if (isHomeInUse(home)) return { url: clusterUrls(home, ports.postgres).engineUrl, close: () => {} };
  if (!existsSync(clusterFolder(home))) throw new Error(`nothing to audit: ${home} has no database yet`);
  const lock = lockHome(home);
  const postgres = await openEmbeddedPostgres({ home, port: ports.postgres });
  return { url: postgres.engineUrl, close: () => postgres.close().then(lock.close) };
}

const engine = await openEngine(readConfig(childEnvironment({})));
const db = openDatabase({ url: engine.url, max: 1, name: 'audit' });
try {
  const differences = await auditLedger(db);
  for (const { what, id, counted, rows } of differences) {
    process.stdout.write(`${what} ${id}: counted ${counted}, rows say ${rows}\n`);
  }
  process.stdout.write(differences.length ? `${differences.length} differences\n` : 'everyone is accounted for\n');
  process.exitCode = differences.length ? 1 : 0;
} finally {
  await db.close();
  await engine.close();
}
