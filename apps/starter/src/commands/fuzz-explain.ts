import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { explain, mutateReport, seededNumbers } from '@hikyaku/mail';

const fixtures = join(import.meta.dirname, '../../../../packages/base/mail/src/explain/fixtures');
const SLOW_MS = 1_000;
const STEPS = 10;
/** How far what lives may grow between the first tenth and the last. */
const GROWTH_MIB = 16;

/** Explains `count` damaged reports and prints how it went. False when one threw, one was slow, or memory grew. */
export function fuzzExplain(count: number, seed: number): boolean {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.eml'));
  const reports = names.map((name) => readFileSync(join(fixtures, name)));
  const random = seededNumbers(seed);
  const heap: number[] = [];
  let thrown = 0;
  let slow = 0;
  let slowestMs = 0;
  for (let n = 1; n <= count; n += 1) {
    const bytes = mutateReport(reports, random);
    const start = performance.now();
    try {
      explain(bytes);
    } catch (error) {
      thrown += 1;
      process.stderr.write(`${n}: ${(error as Error).stack}\n`);
    }
    const ms = performance.now() - start;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > SLOW_MS) {
      slow += 1;
      process.stderr.write(`${n}: ${Math.round(ms)} ms for ${bytes.length} bytes\n`);
    }
    if (n % Math.ceil(count / STEPS) === 0) heap.push(livingMib());
  }
  process.stdout.write(
    `${count} damaged reports, seed ${seed}: ${thrown} thrown, ${slow} over ${SLOW_MS} ms, slowest ${Math.round(slowestMs)} ms\n` +
      `living heap in MiB: ${heap.map((mib) => mib.toFixed(1)).join(' ')}\n`,
  );
  return thrown === 0 && slow === 0 && (heap.at(-1) ?? 0) - (heap[0] ?? 0) < GROWTH_MIB;
}

/** What is left after everything unused was collected. */
function livingMib(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
