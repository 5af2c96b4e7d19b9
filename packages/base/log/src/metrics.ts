import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One registry per process. The dashboard is bundled apart from its main.ts, so the registry is kept where both see it. */
const KEY = Symbol.for('hikyaku.metrics');
const kept = globalThis as { [KEY]?: Registry };
kept[KEY] ??= new Registry();
export const metrics: Registry = kept[KEY];

const once = <T>(name: string, make: () => T): T => (metrics.getSingleMetric(name) as T | undefined) ?? make();

export const counter = (name: string, help: string, labelNames: string[] = []): Counter =>
  once(name, () => new Counter({ name, help, labelNames, registers: [metrics] }));
export const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
  once(name, () => new Gauge({ name, help, labelNames, registers: [metrics] }));
export const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram =>
  once(name, () => new Histogram({ name, help, buckets, labelNames, registers: [metrics] }));
