export { counter, gauge, histogram, metrics } from './metrics.ts';
export { type Log, openLog, silentLog } from './open-log.ts';
