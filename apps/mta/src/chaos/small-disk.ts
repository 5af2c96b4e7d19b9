import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The stroke that needs one. */
export const FULL_DISK = 'no room on the disk';

const SIZE = '4m';

/** Makes `folder` a disk of 4 MB. False where that is not permitted: it takes root on Linux, and not in every container. */
export const mountSmallDisk = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0;

/** Why a disk cannot be filled here, or undefined. */
export const whyNoFullDisk = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'a disk of its own, or a limit on files, is made on Linux only';

export const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder], { stdio: 'ignore' });

/** Writes until there is no room left. Answers how to make room again. */
export function fillDisk(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (let size = 64 * 1_024; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
  return () => rmSync(path);
}

/** Where no disk could be mounted: lets no file of this process grow any more (EFBIG). Answers how to let them grow again. */
export function forbidGrowth(pid: number): () => void {
  const limit = (size: string) => spawnSync('prlimit', [`--fsize=${size}:unlimited`, '--pid', String(pid)]);
  limit('1');
  return () => void limit('unlimited');
}
