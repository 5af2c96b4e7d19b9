import { Redis, type RedisOptions } from 'ioredis';
import { answerPermits } from './gcra.ts';
import type { Clock, Limits } from './limits.ts';

/** Every script begins with the instant in microseconds: the server's, or the one given (ARGV[1]). */
const NOW = `
local now = tonumber(ARGV[1])
if now < 0 then
  local t = redis.call('TIME')
  now = tonumber(t[1]) * 1000000 + tonumber(t[2])
end`;

/** KEYS[1] string: arrival time in microseconds. ARGV: now, interval, burst, want. Answers granted, arrival, now. */
const TAKE = `${NOW}
local interval, burst, want = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local arrival = tonumber(redis.call('GET', KEYS[1]) or '0')
local start = math.max(arrival, now)
local free = math.floor((now - start + interval * burst) / interval + 1e-6)
local granted = math.max(0, math.min(want, free))
if granted > 0 then
  arrival = start + math.ceil(granted * interval)
  redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1000)
end
return {string.format('%d', granted), string.format('%.0f', arrival), string.format('%.0f', now)}`;

/** Members expire one by one: their score is the instant; the key itself lives as long as its last member. */
const KEEP = `
local function keep(holder, ttl)
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + ttl * 1000), holder)
  redis.call('PEXPIRE', KEYS[1], math.max(ttl, redis.call('PTTL', KEYS[1])))
end`;

const PRUNE = `redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))`;

/** ARGV: now, holder, ttl ms, limit. Answers -1 when it is held, else the ms until the first one in the way expires. */
const ACQUIRE = `${NOW}
${KEEP}
${PRUNE}
local ttl = tonumber(ARGV[3])
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local expires = tonumber(first[2] or string.format('%.0f', now + ttl * 1000))
  return math.max(1, math.ceil((expires - now) / 1000))
end
keep(ARGV[2], ttl)
return -1`;

/** ARGV: now, holder, ttl ms. Answers 1, or 0 when the lease had expired. */
const RENEW = `${NOW}
${KEEP}
${PRUNE}
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
keep(ARGV[2], tonumber(ARGV[3]))
return 1`;

const COUNT = `${NOW}
${PRUNE}
return redis.call('ZCARD', KEYS[1])`;

type Script<Answer> = (key: string, ...values: (string | number)[]) => Promise<Answer>;

/** Limits of all workers in Redis. Without `clock` the instant is Redis's own, so that machines need not agree. */
export function openRedisLimits(url: string, onError: (error: Error) => void, clock?: Clock): Limits {
  // A permit that comes late is worth nothing: fail soon instead of waiting for Redis to come back.
  const options: RedisOptions = { maxRetriesPerRequest: 1, commandTimeout: 2_000 };
  const redis = new Redis(url, options);
  redis.on('error', onError);
  const script = <Answer>(name: string, lua: string): Script<Answer> => {
    redis.defineCommand(name, { numberOfKeys: 1, lua });
    return (redis as unknown as Record<string, Script<Answer>>)[name]!.bind(redis);
  };
  const take = script<[string, string, string]>('hikyakuTake', TAKE);
  const acquire = script<number>('hikyakuAcquire', ACQUIRE);
  const renew = script<number>('hikyakuRenew', RENEW);
  const count = script<number>('hikyakuCount', COUNT);
  const now = () => (clock ? Math.floor(clock() * 1_000) : -1);
  const rateKey = (key: string) => `hikyaku:rate:${key}`;
  const leaseKey = (key: string) => `hikyaku:lease:${key}`;

  return {
    async takePermits(key, rate, want) {
      const [granted, arrivalMicros, nowMicros] = (
        await take(rateKey(key), now(), 1_000_000 / rate.perSecond, rate.burst, want)
      ).map(Number) as [number, number, number];
      return answerPermits({ granted, arrivalMicros, nowMicros }, rate, want);
    },
    async acquireLease(key, { limit, ttlMs }, holder) {
      const waitMs = await acquire(leaseKey(key), now(), holder, ttlMs, limit);
      return waitMs < 0 ? { ok: true } : { ok: false, waitMs };
    },
    renewLease: async (key, holder, ttlMs) => (await renew(leaseKey(key), now(), holder, ttlMs)) === 1,
    async releaseLease(key, holder) {
      await redis.zrem(leaseKey(key), holder);
    },
    countLeases: (key) => count(leaseKey(key), now()),
    // Redis forgets expired keys by itself.
    sweep: async () => 0,
    async close() {
      redis.disconnect();
    },
  };
}
