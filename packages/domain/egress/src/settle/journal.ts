import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openGather } from './gather.ts';
import type { Outcome } from './outcome.ts';

/** At most one write and fdatasync in this time: thirty connections share it. */
const GATHER_MS = 4;
const ROTATE_BYTES = 8 * 1024 * 1024;
const NAME = /^journal-(\d{8})\.log$/;

/**
 * Replies to final dots, on disk before anything else happens: between the 250 and the commit in Postgres this file is
 * the only one who knows. One line of JSON per reply; a torn last line is the work of a crash and counts as not written.
 */
export type Journal = {
  /** Resolves when the line is on the disk (one fdatasync for all lines that were waiting). */
  append(outcome: Outcome): Promise<void>;
  /** True when the file can be written again. */
  probe(): Promise<boolean>;
  /** Tells that these lines are committed in Postgres; files of which all lines are committed are deleted. */
  forget(outcomes: readonly Outcome[]): void;
  close(): Promise<void>;
};

type Line = { text: string; outcome: Outcome; resolve: () => void; reject: (error: unknown) => void };

/** Opens a new file in `folder`; earlier files are left for `readJournal`. */
export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  let number = Math.max(0, ...listJournals(folder).map((name) => Number(NAME.exec(name)![1]))) + 1;
  const pathOf = (of: number) => join(folder, `journal-${String(of).padStart(8, '0')}.log`);
  let file = await open(pathOf(number), 'a');
  let written = 0;
  const openLines = new Map<number, number>([[number, 0]]);
  const fileOf = new Map<Outcome, number>();
  // A write that failed may have left half a line behind; the next one must not become its end.
  let torn = false;

  const dropIfDone = (of: number) => {
    if (of === number || (openLines.get(of) ?? 0) > 0) return;
    openLines.delete(of);
    rmSync(pathOf(of), { force: true });
  };

  const rotate = async () => {
    const old = number;
    await file.close();
    number += 1;
    file = await open(pathOf(number), 'a');
    written = 0;
    openLines.set(number, 0);
    dropIfDone(old);
  };

  const gather = openGather<Line>(GATHER_MS, async (lines) => {
    try {
      if (written > ROTATE_BYTES) await rotate();
      const text = (torn ? '\n' : '') + lines.map((line) => line.text).join('');
      torn = true;
      await file.appendFile(text);
      await file.datasync();
      torn = false;
      written += text.length;
      openLines.set(number, (openLines.get(number) ?? 0) + lines.length);
      for (const line of lines) {
        fileOf.set(line.outcome, number);
        line.resolve();
      }
    } catch (error) {
      for (const line of lines) line.reject(error);
    }
  });

  return {
    append: (outcome) =>
      new Promise((resolve, reject) => {
        gather.add({ text: `${JSON.stringify(outcome)}\n`, outcome, resolve, reject });
      }),
    async probe() {
      if (gather.isBusy()) return false;
      try {
        // An empty line is no entry, and takes room like one.
        await file.appendFile('\n');
        await file.datasync();
        return true;
      } catch {
        return false;
      }
    },
    forget(outcomes) {
      for (const outcome of outcomes) {
        const of = fileOf.get(outcome);
        if (of === undefined) continue;
        fileOf.delete(outcome);
        openLines.set(of, (openLines.get(of) ?? 1) - 1);
        dropIfDone(of);
      }
    },
    async close() {
      await gather.idle();
      await file.close();
      if ((openLines.get(number) ?? 0) === 0) rmSync(pathOf(number), { force: true });
    },
  };
}

/** The journal files of a folder, oldest first. */
export function listJournals(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

/** All whole lines that earlier runs left, oldest first, in portions of 500. */
export async function* readJournals(folder: string): AsyncGenerator<Outcome[]> {
  let portion: Outcome[] = [];
  for (const name of listJournals(folder)) {
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
      const outcome = parseLine(line);
      if (outcome) portion.push(outcome);
      if (portion.length >= 500) {
        yield portion;
        portion = [];
      }
    }
  }
  if (portion.length > 0) yield portion;
}

function parseLine(line: string): Outcome | undefined {
  try {
    return JSON.parse(line) as Outcome;
  } catch {
    return undefined;
  }
}

/** Deletes the files of earlier runs, once all their lines are committed. */
export function dropJournals(folder: string): void {
  for (const name of listJournals(folder)) rmSync(join(folder, name), { force: true });
}
