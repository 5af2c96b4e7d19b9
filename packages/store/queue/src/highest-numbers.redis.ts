import type { Log } from '@hikyaku/log';
import { Redis } from 'ioredis';

/** Numbers that only rise, kept in Redis: the memory outside the database that all machines share. */
export type HighestNumbers = {
  /** Null when none is kept under this key. */
  read(key: string): Promise<number | null>;
  /** Keeps `number` unless a higher one is there. */
  raise(key: string, number: number): Promise<void>;
  close(): Promise<void>;
};

/** KEYS[1] string: the number. ARGV: the new one. */
const RAISE = `
if tonumber(redis.call('GET', KEYS[1]) or '-1') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1`;

export function openHighestNumbers(redisUrl: string, log: Log): HighestNumbers {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 2_000 });
  redis.on('error', (error) => log.warn({ err: error }, 'the connection to Redis failed'));
  const nameOf = (key: string) => `hikyaku:highest:${key}`;
  return {
    async read(key) {
      const text = await redis.get(nameOf(key));
      return text === null ? null : Number(text);
    },
    async raise(key, number) {
      await redis.eval(RAISE, 1, nameOf(key), number);
    },
    async close() {
      redis.disconnect();
    },
  };
}
