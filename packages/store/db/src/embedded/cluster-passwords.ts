import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Passwords of the four logins of an embedded cluster, made once. */
export type ClusterPasswords = Readonly<Record<'super' | 'owner' | 'app' | 'engine', string>>;

/** Reads the passwords kept in `file`, or makes them (mode 0600). */
export function keepClusterPasswords(file: string): ClusterPasswords {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const make = () => randomBytes(24).toString('hex');
  const passwords = { super: make(), owner: make(), app: make(), engine: make() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(passwords)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return passwords;
}
