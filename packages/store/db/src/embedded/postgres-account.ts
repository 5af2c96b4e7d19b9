import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How PostgreSQL programs are run: PostgreSQL refuses to run as root. */
export type PostgresAccount = {
  /** Owner of the data folder; undefined: whoever we are. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Set when the programs are spawned with another user id. */
  readonly spawnAs?: { readonly uid: number; readonly gid: number };
  /** Command that goes before the program. */
  readonly prefix: readonly string[];
};

const ACCOUNTS = ['postgres', 'nobody'];

function findAccount(): { uid: number; gid: number } {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ACCOUNTS) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) >= 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root and this machine has no account "postgres" or "nobody": start as an ordinary user',
  );
}

/**
 * Decides how to run PostgreSQL over `folder`. An ordinary user needs nothing. Root lends it the account `postgres` or
 * `nobody`; where that account cannot reach the program or the folder (a parent of mode 0700), a user namespace in which
 * root bears that account's number does, and the files stay root's.
 */
export function choosePostgresAccount(postgres: string, folder: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const account = findAccount();
  const reach = (prefix: readonly string[], spawnAs?: { uid: number; gid: number }) => {
    const [command = '', ...args] = [...prefix, '/bin/sh', '-c', 'cd "$1" && exec "$0" --version', postgres, folder];
    return spawnSync(command, args, { ...spawnAs, stdio: 'ignore' }).status === 0;
  };
  if (reach([], account)) return { owner: account, spawnAs: account, prefix: [] };
  const prefix = ['unshare', '--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`];
  if (reach(prefix)) return { owner: { uid: 0, gid: 0 }, prefix };
  throw new Error(
    `PostgreSQL does not run as root, and ${folder} cannot be reached by another account: ` +
      'set HIKYAKU_HOME to a folder whose parents others may enter, or start as an ordinary user',
  );
}

/** Gives `path` and all below it to the account, unless they are its own already. */
export function giveTo(account: PostgresAccount, path: string): void {
  const { owner } = account;
  if (!owner || (lstatSync(path).uid === owner.uid && lstatSync(path).gid === owner.gid)) return;
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(account, join(path, name));
  chownSync(path, owner.uid, owner.gid);
}
