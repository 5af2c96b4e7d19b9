import type { Log } from '@hikyaku/log';
import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { QueueConnection } from './open-queue-connection.ts';
import { within } from './within.ts';

const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 2_000;

export async function connectRedis(redisUrl: string, log: Log): Promise<QueueConnection> {
  // BullMQ asks for null: its workers wait for Redis to come back instead of failing.
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, lazyConnect: true });
  redis.on('error', (error) => log.warn({ err: error }, 'the connection to Redis failed'));
  try {
    await within(CONNECT_WITHIN_MS, redis.connect());
  } catch (error) {
    redis.disconnect();
    throw new Error(`REDIS_URL: Redis does not answer: ${(error as Error).message}`, { cause: error });
  }
  return {
    backend: 'redis',
    log,
    connection: redis,
    factory: createRedisBackend,
    reserveWorker: () => undefined,
    isAway: () => redis.status !== 'ready',
    async probe() {
      if (redis.status !== 'ready') return 'Redis is away';
      try {
        await within(ANSWER_WITHIN_MS, redis.ping());
        return true;
      } catch (error) {
        return `Redis does not answer: ${(error as Error).message}`;
      }
    },
    async close() {
      redis.disconnect();
    },
  };
}
