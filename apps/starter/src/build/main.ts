import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { buildDashboard } from './build-dashboard.ts';
import { bundlePrograms } from './bundle-programs.ts';

const KEPT_BUILDS = 3;

/**
 * Builds everything into the folder given as argument: `<program>/main.mjs`, `mua/standalone/`, `prisma/migrations/`, and
 * `node_modules`, a link to the clone's. It grows beside that folder and is renamed when whole; older builds are removed.
 */
async function main(out: string): Promise<void> {
  const root = resolve(import.meta.dirname, '../../../..');
  const growing = `${out}.new`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true });
  await bundlePrograms(root, growing);
  await buildDashboard(root, growing);
  cpSync(join(root, 'prisma', 'migrations'), join(growing, 'prisma', 'migrations'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(growing, 'node_modules'));
  writeFileSync(join(growing, 'complete'), basename(out));
  rmSync(out, { recursive: true, force: true });
  renameSync(growing, out);
  removeOldBuilds(dirname(out));
}

function removeOldBuilds(folder: string): void {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  const builds = readdirSync(folder).sort((a, b) => age(b) - age(a));
  for (const name of builds.slice(KEPT_BUILDS)) rmSync(join(folder, name), { recursive: true, force: true });
}

await main(resolve(process.argv[2]!));
