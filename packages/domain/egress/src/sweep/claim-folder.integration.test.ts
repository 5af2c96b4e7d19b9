import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimFolder } from './claim-folder.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'hikyaku-worker-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a worker comes back to its own name and folder', () => {
  const first = claimFolder(home);
  first.release();
  const again = claimFolder(home);
  expect(again).toMatchObject({ worker: first.worker, path: first.path });
  again.release();
});

test('a folder that a living process holds is passed over; one held before the machine started anew is taken', () => {
  const first = claimFolder(home);
  const lock = join(first.path, 'pid');
  // The parent of this process lives, on this start of the machine and on no other.
  writeFileSync(lock, `${process.ppid} another-start-of-the-machine`);
  const taken = claimFolder(home);
  expect(taken.path).toBe(first.path);
  taken.release();
  const holder = claimFolder(home);
  writeFileSync(lock, `${process.ppid} ${holder.boot}`);
  const second = claimFolder(home);
  expect(second.path).not.toBe(first.path);
  expect(second.worker).not.toBe(first.worker);
  second.release();
});
