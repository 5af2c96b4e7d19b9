import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '@hikyaku/db';
import { gauge, type Log } from '@hikyaku/log';
import { drainEndpoint, type NotifierWorld } from './drain-endpoint.ts';
import { expandOutbox } from './expand-outbox.ts';
import { listDueEndpoints } from './list-due-endpoints.ts';
import { pruneDeliveries } from './prune-deliveries.ts';

export type Notifier = { close(): Promise<void> };

/** Endpoints served at once, and how many of these may be ones that failed last: they are slow, and must not use up all. */
const ENDPOINTS_AT_ONCE = 40;
const FAILING_AT_ONCE = 20;
const POLL_MS = 500;
const CLOSE_WITHIN_MS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;

const running = gauge('hikyaku_webhook_endpoints_running', 'Endpoints that are being served');
const lag = gauge('hikyaku_webhook_lag_seconds', 'How long the longest waiting fact has been due');
const failing = gauge('hikyaku_webhook_endpoints_failing', 'Endpoints whose last attempts all failed');

/**
 * Carries facts from the outbox to webhooks: looks twice a second, serves each endpoint by itself, so that one that is slow
 * or has thousands waiting delays no other. Any number of notifiers share the work.
 */
export function openNotifier(world: NotifierWorld, log: Log, pollMs = POLL_MS): Notifier {
  const drains = new Map<number, Promise<void>>();
  const ill = new Set<number>();
  const closing = new AbortController();
  let prunedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;

  const serve = async (webhookId: number): Promise<void> => {
    try {
      if (await drainEndpoint(world, webhookId, !ill.has(webhookId), closing.signal)) ill.delete(webhookId);
      else ill.add(webhookId);
    } catch (error) {
      log.error({ err: error, webhookId }, 'an endpoint could not be served');
    } finally {
      drains.delete(webhookId);
    }
  };

  const startDrains = async (): Promise<void> => {
    const endpoints = await listDueEndpoints(world.engine);
    lag.set(endpoints[0]?.waited_seconds ?? 0);
    const due = endpoints.map((endpoint) => endpoint.id).filter((id) => !drains.has(id));
    let illRunning = [...drains.keys()].filter((id) => ill.has(id)).length;
    for (const id of due) {
      if (closing.signal.aborted || drains.size >= ENDPOINTS_AT_ONCE) break;
      if (ill.has(id) && ++illRunning > FAILING_AT_ONCE) continue;
      drains.set(id, serve(id));
    }
    running.set(drains.size);
    failing.set(ill.size);
  };

  const look = async (): Promise<void> => {
    try {
      while (!closing.signal.aborted && (await expandOutbox(world.engine)) > 0) await startDrains();
      await startDrains();
      if (performance.now() - prunedAt > PRUNE_EVERY_MS && !(await pruneDeliveries(world.engine))) {
        prunedAt = performance.now();
      }
    } catch (error) {
      log[isDatabaseAway(error) ? 'warn' : 'error']({ err: error }, 'the outbox could not be read');
    }
    if (!closing.signal.aborted) timer = setTimeout(start, pollMs);
  };

  let looking: Promise<void> = Promise.resolve();
  const start = () => {
    looking = look();
  };
  start();

  return {
    async close() {
      closing.abort();
      clearTimeout(timer);
      await looking;
      // An answer that is still out is lost with this process; its fact is due again when the lease is over.
      await Promise.race([Promise.all(drains.values()), sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
