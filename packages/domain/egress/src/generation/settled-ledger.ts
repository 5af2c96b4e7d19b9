import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../settle/outcome.ts';
import { STATE } from '../state.ts';
import { decodeBlocks, encodeBlock, type SettledBlock } from './settled-block.ts';

const ROTATE_BYTES = 16 * 1024 * 1024;
/** Some 250 million recipients. */
const KEPT_BYTES = 512 * 1024 * 1024;
const KEPT_MS = 35 * 24 * 3_600_000;
const SYNC_MS = 1_000;
const NAME = /^settled-\d{15}-\d+\.bin$/;

/** Final for the recipient: whoever is in one of these must not be sent to again. */
const TOLD = new Set<number>([STATE.delivered, STATE.bounced, STATE.expired, STATE.unconfirmed]);

/**
 * Who is settled, outside the database: after a restore, this folder alone can tell who has it already. Bounded: 35 days,
 * 512 MB a worker.
 */
export type SettledLedger = {
  /**
   * Writes down those of these outcomes that are final: one append a commit. A kill of the program loses nothing that was
   * noted; a crash of the machine loses what the last second brought, unless the journal still has it.
   */
  note(outcomes: readonly Pick<Outcome, 'id' | 'state'>[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens a new file in a worker's folder; earlier ones are kept while they are within bounds. */
export async function openSettledLedger(
  folder: string,
  onError: (error: Error) => void,
  bounds = { rotateBytes: ROTATE_BYTES, keptBytes: KEPT_BYTES, keptMs: KEPT_MS },
): Promise<SettledLedger> {
  mkdirSync(folder, { recursive: true });
  let file: FileHandle | undefined;
  let written = 0;
  let unsynced = false;
  let last: Promise<void> = Promise.resolve();

  const append = async (bytes: Buffer) => {
    if (!file || written > bounds.rotateBytes) {
      await file?.close();
      const path = join(folder, `settled-${String(Date.now()).padStart(15, '0')}-${process.pid}.bin`);
      file = await open(path, 'a', 0o600);
      written = 0;
      dropOld(folder, path, bounds);
    }
    await file.appendFile(bytes);
    written += bytes.length;
    unsynced = true;
  };
  // One after the other; a disk that is full costs evidence, never mail.
  const inTurn = (run: () => Promise<void>) => {
    last = last.then(run).catch(onError);
    return last;
  };
  const sync = async () => {
    if (!unsynced) return;
    unsynced = false;
    await file?.datasync();
  };
  const timer = setInterval(() => void inTurn(sync), SYNC_MS);

  return {
    note(outcomes) {
      const blocks = toBlocks(outcomes, Date.now());
      return blocks.length > 0 ? inTurn(() => append(Buffer.concat(blocks.map(encodeBlock)))) : Promise.resolve();
    },
    async close() {
      clearInterval(timer);
      await inTurn(sync);
      await file?.close();
    },
  };
}

function toBlocks(outcomes: readonly Pick<Outcome, 'id' | 'state'>[], at: number): SettledBlock[] {
  const byState = new Map<number, number[]>();
  for (const { id, state } of outcomes) {
    if (!TOLD.has(state)) continue;
    const ids = byState.get(state);
    if (ids) ids.push(id);
    else byState.set(state, [id]);
  }
  return [...byState].map(([state, ids]) => ({ at, state, ids }));
}

/** All blocks that the files of one worker's folder hold, oldest file first. */
export function* readSettled(folder: string): Generator<SettledBlock> {
  for (const name of listFiles(folder)) yield* decodeBlocks(readFileSync(join(folder, name)));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

function dropOld(folder: string, current: string, { keptBytes, keptMs }: { keptBytes: number; keptMs: number }): void {
  let kept = 0;
  for (const name of listFiles(folder).reverse()) {
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    kept += size;
    if (path !== current && (kept > keptBytes || mtimeMs < Date.now() - keptMs)) rmSync(path, { force: true });
  }
}
