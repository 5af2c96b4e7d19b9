import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { childEnvironment } from '@hikyaku/config';
import { runCommand } from '../testing/run-command.ts';

type Tool = { readonly debian: string; readonly files: readonly string[] };

/** What some tests need beside Node: where it is found, and Debian's package of it. */
const TOOLS = {
  chromium: { debian: 'chromium', files: ['/usr/bin/chromium'] },
  redis: { debian: 'redis-server', files: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'] },
  fonts: {
    debian: 'fonts-ipafont',
    files: ['/usr/share/fonts/opentype/ipafont-gothic', '/usr/share/fonts/opentype/noto'],
  },
} satisfies Record<string, Tool>;

export type ToolName = keyof typeof TOOLS;

export const isThere = (tool: ToolName): boolean => TOOLS[tool].files.some((file) => existsSync(file));

const POLICY = '/usr/sbin/policy-rc.d';

/** Installs what is missing with apt-get, as root and where there is one. What fails stays missing. */
export async function installTestTools(root: string, stop: AbortSignal): Promise<void> {
  const missing = (Object.keys(TOOLS) as ToolName[]).filter((tool) => !isThere(tool));
  if (!missing.length || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const packages = missing.map((tool) => TOOLS[tool].debian);
  process.stdout.write(`installing ${packages.join(', ')} with apt-get\n`);
  const env = childEnvironment({ DEBIAN_FRONTEND: 'noninteractive' });
  const apt = (...args: string[]) => runCommand('apt-get', args, { cwd: root, env, stop });
  // A package may start a daemon of its own; nothing of ours may be left running.
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await apt('update');
    for (const name of packages) {
      const { code, output } = await apt('install', '-y', '--no-install-recommends', name);
      if (code !== 0) process.stdout.write(`could not install ${name}: ${output.trim().split('\n').at(-1)}\n`);
    }
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}
