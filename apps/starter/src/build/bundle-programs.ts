import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const APPS = ['mua', 'msa', 'mta', 'mda', 'notifier', 'sandbox', 'starter'];

/** Workspace packages become part of the program; what comes from the registry stays in node_modules. */
const registryStaysOutside: Plugin = {
  name: 'registry-stays-outside',
  setup: (plugin) =>
    plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@hikyaku/') ? undefined : { path, external: true },
    ),
};

/** Bundles `apps/<name>/src/main.ts` of every program to `<out>/<name>/main.mjs`, and `migrate/main.mjs` for servers. */
export async function bundlePrograms(root: string, out: string): Promise<void> {
  const entryPoints = APPS.map((name) => ({ in: join(root, 'apps', name, 'src', 'main.ts'), out: `${name}/main` }));
  entryPoints.push({ in: join(root, 'apps', 'starter', 'src', 'migrations', 'main.ts'), out: 'migrate/main' });
  await build({
    entryPoints,
    absWorkingDir: root,
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [registryStaysOutside],
  });
}
