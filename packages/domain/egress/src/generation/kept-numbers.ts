import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'generation.json';

/** The highest number that any worker folder of this home keeps for the database `id`; null when none does. */
export function readKeptNumber(home: string, id: string): number | null {
  const numbers = listWorkerFolders(home).map((folder) => readNumbers(folder)[id] ?? -1);
  const highest = Math.max(-1, ...numbers);
  return highest < 0 ? null : highest;
}

/** Keeps the number on the disk; other databases' numbers stay. Each worker has a file of its own: nobody writes over another's. */
export function keepNumber(folder: string, id: string, number: number): void {
  const path = join(folder, FILE);
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, `${JSON.stringify({ ...readNumbers(folder), [id]: number })}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  const parent = openSync(folder, 'r');
  fsyncSync(parent);
  closeSync(parent);
}

/** The folders of all workers that ever ran on this home. */
export function listWorkerFolders(home: string): string[] {
  try {
    return readdirSync(join(home, 'mta')).map((slot) => join(home, 'mta', slot));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readNumbers(folder: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Record<string, number>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw new Error(`${join(folder, FILE)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
