import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openJournal, readJournals } from './journal.ts';
import type { Outcome } from './outcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'hikyaku-journal-'));

test('a line that could be written only by half takes no later line with it', async () => {
  const handle = await open(join(folder, 'other'), 'a');
  const failing = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'appendFile');
  await handle.close();
  const journal = await openJournal(folder);
  failing.mockImplementationOnce(async function (this: FileHandle, text) {
    await this.write(String(text).slice(0, 5));
    throw new Error('no space left on device');
  });
  await expect(journal.append({ id: 1 } as Outcome)).rejects.toThrow('no space');
  await journal.append({ id: 2 } as Outcome);
  const lines: Outcome[] = [];
  for await (const portion of readJournals(folder)) lines.push(...portion);
  expect(lines).toEqual([{ id: 2 }]);
  await journal.close();
  failing.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});
