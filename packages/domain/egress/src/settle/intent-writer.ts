import type { Sql } from '@hikyaku/db';
import { arrayText } from './array-text.ts';
import { openGather } from './gather.ts';

/** A recipient about to be committed: its id, its batch and the fence under which the batch was claimed. */
export type Mark = { readonly id: number; readonly batch: number; readonly fence: number };

/**
 * "About to commit", in Postgres before the final dot leaves. Marks that are asked for while one INSERT is under way
 * share the next: one row per group of connections, some hundred commits a second at full speed.
 */
export type IntentWriter = {
  /** Resolves when the mark is committed; rejects when it is not: then the connection must be cut. */
  mark(mark: Mark): Promise<void>;
  /** Of these recipients, now settled: the groups of which nobody is left. They are deleted with the next commit. */
  release(ids: readonly { readonly id: number; readonly batch: number; readonly fence: number }[]): number[];
};

/** At most one INSERT in this time: fewer and larger groups cost Postgres less than the wait costs anybody. */
const GATHER_MS = 4;

type Asked = { mark: Mark; resolve: () => void; reject: (error: unknown) => void };

const keyOf = (mark: Mark) => `${mark.id}:${mark.batch}:${mark.fence}`;

export function openIntentWriter(sql: Sql, worker: string): IntentWriter {
  // Starts after the clock, so that a worker that comes back never repeats a number that is still in the table.
  let seq = Date.now() * 1_000;
  const groupOf = new Map<string, number>();
  const left = new Map<number, number>();

  const gather = openGather<Asked>(GATHER_MS, async (group) => {
    const number = ++seq;
    try {
      await sql.query('INSERT INTO intents (worker, seq, ids, batch_ids, fences) VALUES ($1, $2, $3, $4, $5)', [
        worker,
        number,
        arrayText(group.map((one) => one.mark.id)),
        arrayText(group.map((one) => one.mark.batch)),
        arrayText(group.map((one) => one.mark.fence)),
      ]);
      left.set(number, group.length);
      for (const one of group) {
        groupOf.set(keyOf(one.mark), number);
        one.resolve();
      }
    } catch (error) {
      for (const one of group) one.reject(error);
    }
  });
  return {
    mark: (mark) =>
      new Promise((resolve, reject) => {
        gather.add({ mark, resolve, reject });
      }),
    release(ids) {
      const empty: number[] = [];
      for (const one of ids) {
        const number = groupOf.get(keyOf(one));
        if (number === undefined) continue;
        groupOf.delete(keyOf(one));
        const rest = left.get(number)! - 1;
        if (rest > 0) {
          left.set(number, rest);
          continue;
        }
        left.delete(number);
        empty.push(number);
      }
      return empty;
    },
  };
}
