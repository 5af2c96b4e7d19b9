import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@hikyaku/db';
import { counter, histogram, type Log } from '@hikyaku/log';
import { REASONS } from '@hikyaku/mail';
import { STATE } from '../state.ts';
import type { IntentWriter } from './intent-writer.ts';
import type { Journal } from './journal.ts';
import type { Outcome } from './outcome.ts';
import { openReplyNumbers } from './reply-numbers.ts';
import { settle } from './settle.ts';

const EVERY_MS = 150;
const MOST = 2_000;
/** More than this unsettled means that Postgres does not keep up: nothing new is claimed meanwhile. */
const BACKLOG_MAX = 5_000;

const outcomesTotal = counter('hikyaku_outcomes_total', 'Outcomes committed, by state and reason', ['state', 'reason']);
const commitSeconds = histogram(
  'hikyaku_commit_seconds',
  'Duration of an outcome commit',
  [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
);
const STATE_NAMES = Object.keys(STATE);

/** The values are at fault (SQLSTATE class 22 or 23), so that trying again would change nothing. */
const isRefused = (error: unknown): boolean => /^2[23]/.test((error as { code?: string }).code ?? '');

export type Settler = {
  /** Takes an outcome that needs no journal, because nothing of it can be lost: nobody has got anything. */
  add(outcome: Outcome): void;
  /** Journals the reply to a final dot, then takes it. Resolves when it is on the disk. */
  addJournalled(outcome: Outcome): Promise<void>;
  /** Resolves when all that was added before is committed. */
  flush(): Promise<void>;
  /** The same, with the next regular commit: for those in no hurry, so that commits stay large. */
  settled(): Promise<void>;
  /** Outcomes committed so far. */
  count(): number;
  /** False while Postgres is away or far behind: claim nothing. */
  isReady(): boolean;
  close(): Promise<void>;
};

/** One step of the counter for each state and reason, not for each outcome. */
function countOutcomes(outcomes: readonly Outcome[]): void {
  const times = new Map<number, number>();
  for (const { state, reason } of outcomes) {
    const key = reason * STATE_NAMES.length + state;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  for (const [key, count] of times) {
    const reason = REASONS[Math.floor(key / STATE_NAMES.length) - 1] ?? '';
    outcomesTotal.inc({ state: STATE_NAMES[key % STATE_NAMES.length] ?? '', reason }, count);
  }
}

/** Commits outcomes together, every 150 ms. When Postgres is away it keeps them (the journal has what must not be lost) and tries on. */
export function openSettler(world: {
  db: Database;
  worker: string;
  journal: Journal;
  intents: IntentWriter;
  /** Told of every commit before the journal forgets it: who is settled, for the ledger of the home. */
  noteSettled?: (outcomes: readonly Outcome[]) => Promise<void>;
  log: Log;
}): Settler {
  const { db, worker, journal, intents, noteSettled, log } = world;
  const numberReplies = openReplyNumbers(db);
  let pending: Outcome[] = [];
  let seqs: number[] = [];
  let most = MOST;
  let committed = 0;
  let failing = false;
  let closing = false;
  let unwritten = false;
  let running: Promise<void> = Promise.resolve();

  const commit = async () => {
    // What comes meanwhile is the next commit's: commits that chase each other would be many and small.
    for (let left = pending.length; left > 0; ) {
      const portion = pending.slice(0, Math.min(left, most));
      const done = [...seqs, ...intents.release(portion)];
      const stop = commitSeconds.startTimer();
      try {
        const numberOf = await numberReplies(portion.flatMap((one) => one.said.map(([, text]) => text)));
        const numbered = portion.map((one) => ({
          ...one,
          said: one.said.flatMap(([at, text]) => [at, numberOf(text)]),
        }));
        const moved = await settle(db, worker, numbered, done);
        if (moved < portion.length)
          log.warn({ lost: portion.length - moved }, 'outcomes came too late: their batch was taken back');
        pending = pending.slice(portion.length);
        left -= portion.length;
        committed += portion.length;
        most = MOST;
        seqs = [];
        failing = false;
        await noteSettled?.(portion);
        journal.forget(portion);
        countOutcomes(portion);
      } catch (error) {
        // The groups are released only once; keep their numbers for the next try.
        seqs = done;
        if (isRefused(error) && portion.length > 1) {
          // One of them; the halves show which.
          most = Math.ceil(portion.length / 2);
          continue;
        }
        if (isRefused(error)) {
          log.error(
            { err: error, outcome: portion[0] },
            'an outcome is refused for ever and set aside: its lease runs out',
          );
          pending = pending.slice(1);
          left -= 1;
          continue;
        }
        if (!failing) log.error({ err: error, pending: pending.length }, 'outcomes could not be committed, trying on');
        failing = true;
        if (closing) return;
        await sleep(500);
      } finally {
        stop();
      }
    }
  };
  const run = () => {
    running = running.then(commit);
    return running;
  };
  let idle = true;
  let waiting: (() => void)[] = [];
  const timer = setInterval(() => {
    if (unwritten)
      void journal.probe().then((works) => {
        unwritten = !works;
      });
    if (!idle || (pending.length === 0 && waiting.length === 0)) return;
    idle = false;
    const told = waiting;
    waiting = [];
    void run().finally(() => {
      idle = true;
      for (const tell of told) tell();
    });
  }, EVERY_MS);

  const add = (outcome: Outcome) => {
    pending.push(outcome);
  };
  return {
    add,
    async addJournalled(outcome) {
      try {
        await journal.append(outcome);
      } catch (error) {
        // The receiver has answered and nothing takes that back: memory keeps it until the commit, and nothing new begins.
        if (!unwritten) log.error({ err: error }, 'the journal cannot be written: claiming stops until it can');
        unwritten = true;
      }
      add(outcome);
    },
    flush: run,
    settled: () =>
      closing
        ? run()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    count: () => committed,
    isReady: () => !failing && !unwritten && pending.length < BACKLOG_MAX,
    async close() {
      closing = true;
      clearInterval(timer);
      await run();
      for (const tell of waiting) tell();
      await journal.close();
    },
  };
}
