import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@hikyaku/db/embedded';

/** Writes a file so that a reader sees the old text or the new, and only its owner can read it. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const pidFile = (home: string) => join(home, 'programs.json');

/** Notes which processes are ours, for the start after a kill. */
export const writePids = (home: string, pids: readonly number[]): void =>
  replaceFile(pidFile(home), JSON.stringify(pids));

/** True when the process was started with this home; a number that another program bears by now is not ours. */
function belongsTo(pid: number, home: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HIKYAKU_HOME=${home}`);
  } catch {
    return false;
  }
}

/** Ends what an earlier start on `home` left behind: the noted processes that are still its own. */
export async function endOrphans(home: string): Promise<number> {
  const file = pidFile(home);
  if (!existsSync(file)) return 0;
  const pids = (JSON.parse(readFileSync(file, 'utf8')) as number[]).filter(
    (pid) => isAlive(pid) && belongsTo(pid, home),
  );
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const left = pids.filter(isAlive);
    for (const pid of left) process.kill(pid, signal);
    for (let waited = 0; waited < 3_000 && left.some(isAlive); waited += 50) await sleep(50);
  }
  rmSync(file, { force: true });
  return pids.length;
}
