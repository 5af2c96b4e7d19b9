import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type ClusterUrls, clusterUrls, keepClusterPasswords } from './cluster-passwords.ts';
import { createCluster } from './create-cluster.ts';
import { createDatabase, createLogins } from './create-logins.ts';
import { choosePostgresAccount } from './postgres-account.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { runPostgres } from './run-postgres.ts';
import { stopOrphan } from './stop-orphan.ts';

export type EmbeddedPostgresOptions = {
  /** Data goes to `<home>/postgres`, passwords to `<home>/postgres.json` (0600), what it says to `<home>/logs/`. */
  readonly home: string;
  readonly port: number;
  /** Server settings over the defaults here. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the server died and when it is back. */
  readonly onRestart?: (event: 'died' | 'back', detail: string) => void;
};

export type EmbeddedPostgres = ClusterUrls & {
  /** Process id of the server at this moment. */
  pid(): number;
  /** Stops the server (fast shutdown), resolves when it is gone. */
  close(): Promise<void>;
};

/** For two cores. A long-open transaction is what hurts most, so none may idle. fsync and checksums stay on. */
const SETTINGS = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  idle_in_transaction_session_timeout: '60s',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %u@%d ',
  timezone: 'UTC',
};

/**
 * Starts PostgreSQL 18 from the npm package on loopback, makes the cluster, the three logins and the database `hikyaku`
 * where they are missing, and starts the server again when it dies.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = resolve(options.home);
  mkdirSync(join(home, 'logs'), { recursive: true });
  const { initdb, postgres } = await findPostgresPrograms();
  const account = choosePostgresAccount(postgres, home);
  const passwords = keepClusterPasswords(home);
  const data = join(home, 'postgres');
  await createCluster(initdb, account, data, passwords.super);
  const urls = clusterUrls(home, options.port);
  const settings = { ...SETTINGS, ...options.settings };
  const logFile = join(home, 'logs', 'postgres.log');
  const run = async () => {
    await stopOrphan(data);
    return runPostgres({ postgres, account, data, port: options.port, superUrl: urls.superUrl, logFile, settings });
  };

  let server = await run();
  let closing = false;
  const watch = (child: ChildProcess) =>
    child.once('exit', async (code, signal) => {
      if (closing) return;
      options.onRestart?.('died', `${signal ?? code}`);
      for (let delay = 250; !closing; delay = Math.min(delay * 2, 30_000)) {
        try {
          server = await run();
          watch(server);
          return options.onRestart?.('back', `process ${server.pid}`);
        } catch (error) {
          options.onRestart?.('died', (error as Error).message);
          await sleep(delay);
        }
      }
    });
  watch(server);
  const close = async () => {
    closing = true;
    if (server.exitCode !== null || server.signalCode) return;
    const gone = once(server, 'exit');
    server.kill('SIGINT');
    const late = setTimeout(() => server.kill('SIGQUIT'), 5_000);
    await gone;
    clearTimeout(late);
  };

  const db = new Client({ connectionString: urls.superUrl });
  try {
    await db.connect();
    await createLogins(db, passwords);
    await createDatabase(db, 'hikyaku');
  } catch (error) {
    await close();
    throw error;
  } finally {
    await db.end();
  }
  return { ...urls, pid: () => server.pid!, close };
}
