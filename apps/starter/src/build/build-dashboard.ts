import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';

/** Builds apps/mua with Next and lays its standalone server, with static files, at `<out>/mua/standalone`. */
export async function buildDashboard(root: string, out: string): Promise<void> {
  const app = join(root, 'apps', 'mua');
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const env = childEnvironment({ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const child = spawn(process.execPath, [next, 'build'], { cwd: app, env, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`next build ended with ${code}`);
  const standalone = join(out, 'mua', 'standalone');
  cpSync(join(app, '.next', 'standalone'), standalone, { recursive: true, verbatimSymlinks: true });
  const inside = join(standalone, 'apps', 'mua');
  cpSync(join(app, '.next', 'static'), join(inside, '.next', 'static'), { recursive: true });
  if (existsSync(join(app, 'public'))) cpSync(join(app, 'public'), join(inside, 'public'), { recursive: true });
}
