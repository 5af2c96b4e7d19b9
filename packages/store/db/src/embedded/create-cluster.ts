import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { giveTo, type PostgresAccount } from './postgres-account.ts';

/** The locale and time zone that the programs see, whatever the caller's are. */
export const PROGRAM_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Makes a cluster in `data` unless one is there. It grows in a folder beside it and is renamed when whole, so that a
 * start that is cut short leaves no half of one. lc-ctype C.UTF-8: without it pg_trgm sees no Japanese.
 */
export async function createCluster(
  initdb: string,
  account: PostgresAccount,
  data: string,
  password: string,
): Promise<void> {
  if (existsSync(data)) return giveTo(account, data);
  const growing = `${data}.new`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true });
  chmodSync(growing, 0o700);
  const passwordFile = `${growing}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveTo(account, growing);
  giveTo(account, passwordFile);
  const [command = '', ...args] = [
    ...account.prefix,
    initdb,
    `--pgdata=${growing}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--lc-ctype=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const child = spawn(command, args, { ...account.spawnAs, cwd: growing, env: PROGRAM_ENV });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said.trim()}`);
  renameSync(growing, data);
}
