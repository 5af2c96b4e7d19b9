import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../../..');

/** Workspace packages become part of the program; what comes from the registry stays in node_modules. */
const registryStaysOutside: Plugin = {
  name: 'registry-stays-outside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@hikyaku/') ? undefined : { path, external: true },
    ),
};

/** The mta as one file, which starts in a third of the time of its sources. `program`: what Node runs. */
export async function bundleMta() {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-mta-'));
  const outfile = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../main.ts')],
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    logLevel: 'warning',
    plugins: [registryStaysOutside],
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    program: [outfile],
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
