import { type Config, openKeyring } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openTracker } from '@hikyaku/ingress';
import type { Log } from '@hikyaku/log';
import { serveTracking } from './serve-tracking.ts';

/** Answers tracking links in this process, with two connections of their own, so that no page makes a reader wait. */
export function openTracking(config: Config, log: Log): { close(): Promise<void> } {
  const { engine: url } = config.database;
  if (!url || !config.secret) throw new Error('mua needs DATABASE_ENGINE_URL and HIKYAKU_SECRET');
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection broke');
  const engine = openDatabase({ url, max: 2, name: 'mua-tracking', onError });
  const tracker = openTracker({ engine, keyring: openKeyring(config.secret, config.oldSecrets), log });
  serveTracking(tracker, config.ports.mua);
  return {
    async close() {
      await tracker.close();
      await engine.close();
    },
  };
}
