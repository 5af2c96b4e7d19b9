import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.ts';
import { testEnvironment } from '../testing/test-environment.ts';

/**
 * Unpacks packages of Debian below `root` of a new folder, changing nothing on the machine. Undefined where that is not
 * possible: another system, not root, or no way to Debian's archive.
 */
export async function fetchDebian(...packages: readonly string[]): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), `hikyaku-${packages[0]}-`));
  chmodSync(folder, 0o755);
  const run = (command: string, ...args: string[]) =>
    runCommand(command, args, { cwd: folder, env: testEnvironment() });
  let fetched = await run('apt-get', 'download', ...packages);
  if (fetched.code !== 0) {
    await run('apt-get', 'update');
    fetched = await run('apt-get', 'download', ...packages);
  }
  const unpack = 'for package in *.deb; do dpkg -x "$package" root || exit 1; done';
  const unpacked = fetched.code === 0 && (await run('sh', '-c', unpack)).code === 0;
  if (unpacked) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}
