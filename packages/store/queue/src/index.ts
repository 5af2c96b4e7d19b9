export { type HighestNumbers, openHighestNumbers } from './highest-numbers.redis.ts';
export { openMemoryLimits } from './limits/limits.memory.ts';
export type { Clock, LeaseAnswer, Limits, LimitsSql, PermitAnswer, Rate } from './limits/limits.ts';
export { openLimits } from './limits/open-limits.ts';
export { migrateQueue } from './migrate-queue.ts';
export { openQueueConnection, type QueueConnection } from './open-queue-connection.ts';
export { openWakeQueue, type Wake, type WakeOptions, type WakeQueue } from './open-wake-queue.ts';
export { type Again, openWakeWorker, type Run, type WakeWorker } from './open-wake-worker.ts';
