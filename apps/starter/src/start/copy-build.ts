import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Copies a build into the home, so that a later build changes nothing under running programs. Older copies are removed:
 * the lock on the home says that nothing runs from them. Returns the folder of the copy.
 */
export function copyBuild(build: string, home: string): string {
  const builds = join(home, 'build');
  const copy = join(builds, basename(build));
  mkdirSync(builds, { recursive: true });
  for (const name of readdirSync(builds)) {
    if (name !== basename(build)) rmSync(join(builds, name), { recursive: true, force: true });
  }
  if (existsSync(copy)) return copy;
  cpSync(build, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
  renameSync(`${copy}.new`, copy);
  return copy;
}
