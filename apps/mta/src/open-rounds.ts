import type { Log } from '@hikyaku/log';

export type Round = { readonly everyMs: number; readonly what: string; readonly run: () => Promise<unknown> };

/**
 * Runs each of these at once and then every so often, beside the others: one that takes long, or fails each time, delays
 * itself alone. What fails is logged, and its next round comes.
 */
export function openRounds(rounds: readonly Round[], log: Log): { close(): Promise<void> } {
  const running = new Map<Round, Promise<void>>();
  const start = (round: Round) => {
    if (running.has(round)) return;
    const done = round
      .run()
      .catch((error) => log.error({ err: error, sweep: round.what }, 'a sweep failed'))
      .finally(() => running.delete(round));
    running.set(
      round,
      done.then(() => {}),
    );
  };
  const timers = rounds.map((round) => setInterval(start, round.everyMs, round));
  for (const round of rounds) start(round);
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
