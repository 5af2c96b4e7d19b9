import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type WorkerFolder = {
  readonly worker: string;
  readonly path: string;
  /** The start of the machine on which it was claimed. */
  readonly boot: string;
  release(): void;
};

/** Names this start of the machine, where the system tells: a process id means nothing after another one. */
const bootOf = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * The first worker folder below `home` that no living process holds: a worker that was killed comes back to its own
 * journal and its own name. The name is random, so that two machines never share one.
 */
export function claimFolder(home: string): WorkerFolder {
  for (let slot = 0; slot < 64; slot++) {
    const path = join(home, 'mta', String(slot));
    mkdirSync(path, { recursive: true });
    const lock = join(path, 'pid');
    if (!takeLock(lock)) continue;
    return {
      worker: readOrMake(join(path, 'worker')),
      path,
      boot: bootOf(),
      release: () => rmSync(lock, { force: true }),
    };
  }
  throw new Error(`64 workers are running below ${home}`);
}

function takeLock(lock: string): boolean {
  for (let round = 0; round < 2; round++) {
    try {
      const file = openSync(lock, 'wx', 0o600);
      writeSync(file, `${process.pid} ${bootOf()}`);
      closeSync(file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [holder, boot = ''] = readFileSync(lock, 'utf8').split(' ');
      const pid = Number(holder);
      if (pid && boot === bootOf() && pid !== process.pid && isAlive(pid)) return false;
      rmSync(lock, { force: true });
    }
  }
  return false;
}

function readOrMake(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    const name = `w-${randomBytes(6).toString('hex')}`;
    writeFileSync(path, name, { mode: 0o600 });
    return name;
  }
}
