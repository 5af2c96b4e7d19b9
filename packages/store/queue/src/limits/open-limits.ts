import type { Log } from '@hikyaku/log';
import { openPostgresLimits } from './limits.postgres.ts';
import { openRedisLimits } from './limits.redis.ts';
import type { Clock, Limits, LimitsSql } from './limits.ts';

/** Limits that all workers share: in Redis when there is one, else in Postgres as the login `engine`. */
export function openLimits(options: {
  redisUrl?: string | undefined;
  sql: LimitsSql;
  log: Log;
  clock?: Clock;
}): Limits {
  const { redisUrl, sql, log, clock } = options;
  if (redisUrl === undefined) return openPostgresLimits(sql, clock);
  return openRedisLimits(redisUrl, (error) => log.warn({ err: error }, 'the connection to Redis failed'), clock);
}
