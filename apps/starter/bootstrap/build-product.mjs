import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from './hash-files.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { runStep } from './run-step.mjs';
import { withLock } from './with-lock.mjs';

const SOURCES = ['apps', 'packages', 'prisma', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** Builds when the sources differ from the last builds. Returns the folder of the build that belongs to them. */
export async function buildProduct() {
  // A build links to this clone's node_modules: a clone that was moved needs another.
  const name = () =>
    createHash('sha256')
      .update(ROOT)
      .update(hashFiles(...SOURCES))
      .digest('hex')
      .slice(0, 16);
  const folder = () => join(CACHE, 'build', name());
  const isBuilt = (path) => existsSync(join(path, 'complete'));
  if (isBuilt(folder())) return folder();
  return withLock(async () => {
    const path = folder();
    if (isBuilt(path)) return path;
    const build = join(ROOT, 'apps', 'starter', 'src', 'build', 'main.ts');
    await runStep('building', process.execPath, ['--import', 'tsx', build, path]);
    return path;
  });
}
