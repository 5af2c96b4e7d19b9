import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from './hash-files.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { runStep } from './run-step.mjs';
import { withLock } from './with-lock.mjs';

const STAMP = join(ROOT, 'node_modules', '.hikyaku-lock-hash');

const wanted = () => hashFiles('package-lock.json');
const isInstalled = () => (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted()) || agreesWithLock();
const readLock = () => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** True when what lies in node_modules is just what package-lock.json says: somebody ran `npm ci` by hand. */
function agreesWithLock() {
  if (!existsSync(join(ROOT, 'node_modules'))) return false;
  const hash = wanted();
  const agrees = Object.entries(readLock()).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || optional || isThere(join(ROOT, path, 'package.json'), version),
  );
  if (agrees) writeFileSync(STAMP, hash);
  return agrees;
}

/** A link to a package of this clone has no version of its own in the lock. */
function isThere(file, version) {
  try {
    return version === undefined ? existsSync(file) : JSON.parse(readFileSync(file, 'utf8')).version === version;
  } catch {
    return false;
  }
}

/** Runs `npm ci` when node_modules is missing or was made from another package-lock.json. */
export async function installPackages() {
  if (isInstalled()) return;
  await withLock(async () => {
    if (isInstalled()) return;
    const packages = readLock();
    const hash = wanted();
    const env = { ...process.env, NODE_ENV: '' };
    // Without a home folder npm would keep its cache in the working directory.
    if (!env.HOME) env.npm_config_cache = join(CACHE, 'npm');
    const npm = env.npm_execpath ? [process.execPath, [env.npm_execpath]] : ['npm', []];
    const args = [...npm[1], 'ci', '--include=dev', '--no-audit', '--no-fund'];
    await runStep(`installing ${Object.keys(packages).length - 1} packages`, npm[0], args, { env });
    writeFileSync(STAMP, hash);
  });
}
