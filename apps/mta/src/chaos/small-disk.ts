import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The stroke that needs one. */
export const FULL_DISK = 'no room on the disk';

const SIZE = '4m';

/** Makes `folder` a disk of 4 MB. False where that is not permitted: it takes root on Linux, and not in every container. */
export const mountSmallDisk = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { stdio: 'ignore' }).status === 0;

/** Whether it is permitted here. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-mount-'));
  const mounted = mountSmallDisk(folder);
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true });
  return mounted;
}

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
