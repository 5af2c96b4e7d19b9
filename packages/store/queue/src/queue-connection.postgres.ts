import type { EventEmitter } from 'node:events';
import type { Log } from '@hikyaku/log';
import { createPostgresBackend, PostgresConnection } from 'bullmq';
import type { QueueConnection } from './open-queue-connection.ts';
import { within } from './within.ts';

const ANSWER_WITHIN_MS = 2_000;

export async function connectPostgres(databaseUrl: string, maxConnections: number, log: Log): Promise<QueueConnection> {
  // BullMQ's own object, because it pins each connection's search_path to its schema; its pool is then given to all.
  const owner = new PostgresConnection({
    connectionString: databaseUrl,
    max: maxConnections,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  owner.on('error', (error: Error) => log.warn({ err: error }, 'a connection of the queue was lost'));
  // Every queue and worker adds its own listener for errors to the one pool.
  (owner.pool as unknown as EventEmitter).setMaxListeners(0);
  // A connection that breaks between two statements of a transaction of BullMQ says so to nobody else: unheard, it would
  // end the process. Its next statement fails, and the pool drops it.
  owner.pool.on('connect', (client) => {
    client.on('error', (error: Error) => log.warn({ err: error }, 'a connection of the queue broke'));
  });
  try {
    await owner.waitUntilReady();
  } catch (error) {
    await owner.close();
    throw error;
  }
  let workers = 0;
  return {
    backend: 'postgres',
    log,
    connection: owner.pool as unknown as QueueConnection['connection'],
    factory: createPostgresBackend as unknown as QueueConnection['factory'],
    reserveWorker(queue) {
      workers += 1;
      if (workers + 2 > maxConnections) {
        throw new Error(
          `queue ${queue}: ${workers} workers need ${workers + 2} connections, the budget is ${maxConnections}`,
        );
      }
    },
    isAway: () => false,
    async probe() {
      try {
        await within(ANSWER_WITHIN_MS, owner.pool.query('SELECT 1'));
        return true;
      } catch (error) {
        return `the queue in Postgres does not answer: ${(error as Error).message}`;
      }
    },
    close: () => owner.close(),
  };
}
