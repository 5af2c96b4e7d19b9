import type { Log } from '@hikyaku/log';
import type { BackendFactory, ConnectionOptions, RedisQueueBackend } from 'bullmq';
import { connectPostgres } from './queue-connection.postgres.ts';
import { connectRedis } from './queue-connection.redis.ts';

/** Where wake-ups live: Redis when there is one, else BullMQ's schema in Postgres. One per program. */
export type QueueConnection = {
  readonly backend: 'redis' | 'postgres';
  readonly log: Log;
  /** What BullMQ's objects are built with; both back ends go under the type of Redis's. */
  readonly connection: ConnectionOptions;
  readonly factory: BackendFactory<RedisQueueBackend>;
  /** Takes note of one more worker; throws when the connections would not suffice. */
  reserveWorker(queue: string): void;
  /** True when it is already known that a command would only wait. */
  isAway(): boolean;
  /** Asks the queue for an answer: `true`, or why there is none, for `/readyz`. */
  probe(): Promise<true | string>;
  close(): Promise<void>;
};

/**
 * Opens the queue. Throws when it cannot be reached or, in Postgres, when `migrateQueue` has not run.
 *
 * `databaseUrl` must not lead through a transaction pooler (LISTEN). `maxConnections` bounds all that this program
 * uses of Postgres for its queues, since every queue and worker shares one pool: 4 (default) serve two workers, the
 * mta's 12 serve ten. Seen in pg_stat_activity (PostgreSQL 18): each worker holds one connection for LISTEN as long as
 * it lives; with 4 and one worker, idle 4 and under load 4; with 12 and three workers of concurrency 32, under load 12;
 * two workers idle for longer than 10 s hold 5 of 12. With BullMQ's own way, a pool for each object, one queue and one
 * worker grew to 9 under load.
 */
export async function openQueueConnection(options: {
  redisUrl?: string | undefined;
  databaseUrl: string | undefined;
  maxConnections?: number;
  log: Log;
}): Promise<QueueConnection> {
  const { redisUrl, databaseUrl, maxConnections = 4, log } = options;
  if (redisUrl !== undefined) return connectRedis(redisUrl, log);
  if (databaseUrl === undefined) throw new Error('neither REDIS_URL nor a database is set: there is no queue');
  return connectPostgres(databaseUrl, maxConnections, log);
}
