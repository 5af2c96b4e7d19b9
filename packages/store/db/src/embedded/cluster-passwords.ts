import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOGINS } from './create-logins.ts';

/** Passwords of the four logins of an embedded cluster, made once. */
export type ClusterPasswords = Readonly<Record<'super' | 'owner' | 'app' | 'engine', string>>;

/** URLs of the logins of an embedded cluster. */
export type ClusterUrls = Readonly<Record<'superUrl' | 'ownerUrl' | 'appUrl' | 'engineUrl', string>>;

/** The URLs for the cluster of `home`, which need not run, when it listens on `port` of loopback. */
export function clusterUrls(home: string, port: number): ClusterUrls {
  const passwords = keepClusterPasswords(home);
  const url = (user: string, password: string, database = 'hikyaku') =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    superUrl: url('postgres', passwords.super, 'postgres'),
    ownerUrl: url(LOGINS.owner, passwords.owner),
    appUrl: url(LOGINS.app, passwords.app),
    engineUrl: url(LOGINS.engine, passwords.engine),
  };
}

/** Reads the passwords kept in `<home>/postgres.json`, or makes them (mode 0600). */
export function keepClusterPasswords(home: string): ClusterPasswords {
  const file = join(home, 'postgres.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const make = () => randomBytes(24).toString('hex');
  const passwords = { super: make(), owner: make(), app: make(), engine: make() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(passwords)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return passwords;
}
