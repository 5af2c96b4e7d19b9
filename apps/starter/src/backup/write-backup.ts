import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, secretId } from '@hikyaku/config';
import { dumpDatabase } from '@hikyaku/db';
import { StartError } from '../start/lock-home.ts';
import { HOME_FILES, type Manifest, manifestFile } from './manifest.ts';

/**
 * Writes the database, as of one moment, and what belongs to it in the home into a new folder (0700), while everything
 * runs. The folder grows under another name and is renamed when whole.
 */
export async function writeBackup(config: Config, ownerUrl: string, to: string): Promise<Manifest> {
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new StartError(`${to} is there already: name a folder that is not`);
  const growing = `${to}.partial`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(join(growing, 'tables'), { recursive: true, mode: 0o700 });
  try {
    const dump = await dumpDatabase(ownerUrl, join(growing, 'tables'));
    const home = HOME_FILES.filter((file) => existsSync(join(config.home, file)));
    for (const file of home) {
      mkdirSync(dirname(join(growing, 'home', file)), { recursive: true, mode: 0o700 });
      copyFileSync(join(config.home, file), join(growing, 'home', file));
    }
    const secret = config.secret ?? readSecret(config.home);
    const manifest: Manifest = {
      format: 1,
      made_at: new Date().toISOString(),
      secret_id: secret === undefined ? null : secretId(secret),
      ...dump,
      home,
    };
    writeFileSync(manifestFile(growing), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true });
    rmSync(to, { recursive: true, force: true });
    renameSync(growing, to);
    return manifest;
  } catch (error) {
    rmSync(growing, { recursive: true, force: true });
    throw error;
  }
}

const readSecret = (home: string): string | undefined =>
  existsSync(join(home, 'secret')) ? readFileSync(join(home, 'secret'), 'utf8').trim() : undefined;
