// `npm run chaos`: the fault-injection suite. It is the mta's, beside the program that it kills.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundlePrograms } from '../build/bundle-programs.ts';

const root = join(import.meta.dirname, '../../../..');
const main = pathToFileURL(join(root, 'apps', 'mta', 'src', 'chaos', 'run-chaos.ts')).href;
const { runChaos } = (await import(main)) as {
  runChaos(args: readonly string[], program: readonly string[]): Promise<boolean>;
};

const build = mkdtempSync(join(tmpdir(), 'hikyaku-chaos-build-'));
try {
  await bundlePrograms(root, build);
  symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'));
  const kept = await runChaos(process.argv.slice(3), [join(build, 'mta', 'main.mjs')]);
  process.exitCode = kept ? 0 : 1;
} finally {
  rmSync(build, { recursive: true, force: true });
}
