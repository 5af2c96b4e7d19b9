import type { Database } from '@hikyaku/db';
import { settleWaiting } from '@hikyaku/ingress';
import type { Log } from '@hikyaku/log';

const EVERY_MS = 1_000;

/** Every second, the reports that came before their recipient's outcome was committed. */
export function openReportSweeper(world: { readonly db: Database; readonly log: Log }): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const sweep = async () => {
    await settleWaiting(world.db).catch((error) => world.log.warn({ err: error }, 'waiting reports were not settled'));
    if (!closed) wait();
  };
  const wait = () => {
    timer = setTimeout(() => {
      running = sweep();
    }, EVERY_MS);
  };
  wait();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
