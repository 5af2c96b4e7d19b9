import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, secretId } from '@hikyaku/config';
import { checkDump, loadDump, openClient } from '@hikyaku/db';
import { LOGINS } from '@hikyaku/db/embedded';
import { StartError } from '../start/lock-home.ts';
import type { Manifest } from './manifest.ts';

/** Throws StartError when the backup is not whole, not of this version, or sealed with another secret. Changes nothing. */
export async function checkBackup(
  config: Config,
  folder: string,
  manifest: Manifest,
  migrations: string,
): Promise<void> {
  const fault = await checkDump(manifest, join(folder, 'tables'), migrations);
  if (fault) throw new StartError(`the backup cannot be used: ${fault}`);
  for (const file of manifest.home) {
    if (!existsSync(join(folder, 'home', file)))
      throw new StartError(`the backup cannot be used: ${join(folder, 'home', file)} is missing`);
  }
  if (config.secret && manifest.secret_id !== null && secretId(config.secret) !== manifest.secret_id) {
    throw new StartError(
      `the backup was made with the secret ${manifest.secret_id}, HIKYAKU_SECRET is ${secretId(config.secret)}: its keys could not be opened`,
    );
  }
}

/** What the database holds now, in words; null when it is empty. Throws StartError while programs are connected to it. */
export async function describeTarget(ownerUrl: string): Promise<string | null> {
  const db = await openClient(ownerUrl);
  try {
    const connected = await db.query<{ name: string }>(
      `SELECT DISTINCT coalesce(nullif(application_name, ''), usename) AS name FROM pg_stat_activity
       WHERE datname = current_database() AND usename IN ($1, $2) ORDER BY 1`,
      [LOGINS.app, LOGINS.engine],
    );
    if (connected.length > 0) {
      throw new StartError(
        `programs are connected to the database (${connected.map(({ name }) => name).join(', ')}): stop them first`,
      );
    }
    const [there] = await db.query<{ is: boolean }>("SELECT to_regclass('public.campaigns') IS NOT NULL AS is");
    if (!there!.is) return null;
    const [row] = await db.query<Record<'tenants' | 'contacts' | 'campaigns' | 'recipients', number>>(
      `SELECT (SELECT count(*) FROM tenants) AS tenants, (SELECT count(*) FROM contacts) AS contacts,
         (SELECT count(*) FROM campaigns) AS campaigns, (SELECT count(*) FROM recipients) AS recipients`,
    );
    const { tenants, contacts, campaigns, recipients } = row!;
    return `${tenants} tenants, ${contacts} contacts, ${campaigns} campaigns, ${recipients} recipients`;
  } finally {
    await db.end();
  }
}

/**
 * Puts the backup in the place of the database, in one transaction, and its files into the home; a secret that differs is
 * kept beside (`secret.before-restore`). Worker folders stay: their ledgers know what was sent since.
 */
export async function restoreBackup(
  config: Config,
  of: { ownerUrl: string; folder: string; manifest: Manifest; migrations: string },
): Promise<void> {
  const { ownerUrl, folder, manifest, migrations } = of;
  const detail = { made_at: manifest.made_at, number: manifest.generation.number };
  await loadDump(ownerUrl, { dump: manifest, folder: join(folder, 'tables'), migrations, detail });
  for (const file of manifest.home) {
    const [from, to] = [join(folder, 'home', file), join(config.home, file)];
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (file === 'secret' && existsSync(to)) renameSync(to, `${to}.before-restore`);
    copyFileSync(from, `${to}.new`);
    renameSync(`${to}.new`, to);
  }
}
