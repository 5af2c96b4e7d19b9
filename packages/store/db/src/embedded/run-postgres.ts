import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { PROGRAM_ENV } from './create-cluster.ts';
import type { PostgresAccount } from './postgres-account.ts';

type Cluster = {
  readonly postgres: string;
  readonly account: PostgresAccount;
  readonly data: string;
  readonly port: number;
  readonly superUrl: string;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
};

/** Starts the server and resolves when it answers. Throws when it ends before. It lives in a process group of its own. */
export async function runPostgres(cluster: Cluster): Promise<ChildProcess> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...cluster.settings };
  const [command = '', ...args] = [
    ...cluster.account.prefix,
    ...stopWithParent(),
    cluster.postgres,
    '-D',
    cluster.data,
    '-p',
    String(cluster.port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const log = openSync(cluster.logFile, 'a', 0o600);
  // Its own group: Ctrl-C in a terminal reaches the whole group, and the database has to outlive its clients.
  const child = spawn(command, args, {
    ...cluster.account.spawnAs,
    cwd: cluster.data,
    env: PROGRAM_ENV,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let fault: Error | undefined;
  child.once('error', (error) => (fault = error));
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (fault) throw fault;
    if (child.exitCode !== null || child.signalCode) {
      const said = readFileSync(cluster.logFile, 'utf8').trim().split('\n').slice(-3).join('\n');
      throw new Error(`PostgreSQL ended at once (${child.exitCode ?? child.signalCode}):\n${said}`);
    }
    if (await answers(cluster.superUrl)) return child;
    await sleep(50);
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL did not answer within a minute; see ${cluster.logFile}`);
}

/** Where the system can do it, a launcher that is killed takes its server along (fast shutdown). */
function stopWithParent(): string[] {
  const prefix = ['setpriv', '--pdeathsig', 'INT'];
  return spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0 ? prefix : [];
}

async function answers(url: string): Promise<boolean> {
  const db = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  db.on('error', () => {});
  try {
    await db.connect();
    return true;
  } catch {
    return false;
  } finally {
    await db.end().catch(() => {});
  }
}
