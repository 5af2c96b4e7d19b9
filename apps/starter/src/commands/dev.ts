import { join } from 'node:path';
import { publishZones } from '../seed/publish-zones.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { runUntilSignal } from '../start/run-until-signal.ts';

// As `npm start`, from the sources: each program starts again when a file that it uses changes.
const root = join(import.meta.dirname, '../../../..');
const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

await runUntilSignal({
  prepare: (config) => (name) => {
    const cwd = join(root, 'apps', name);
    const env = { NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
    if (name !== 'mua') {
      return { command: process.execPath, args: [tsx, 'watch', '--clear-screen=false', 'src/main.ts'], cwd, env };
    }
    const args = [next, 'dev', '--hostname', config.host, '--port', String(config.ports.mua)];
    return { command: process.execPath, args, cwd, env, readyUrl: `${config.url}/api/v1/openapi.json` };
  },
  migrations: join(root, 'prisma', 'migrations'),
  seedDemo,
  publish: publishZones,
});
