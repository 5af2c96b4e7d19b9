import type { Figure } from '../row.ts';
import { ownCpu, readCpu, totalCpu } from './read-cpu.ts';

/** Who is looked at. Process ids are asked for at each reading, since a program may have been started again. */
export type Stages = {
  readonly mtas: readonly { readonly pid: number }[];
  readonly postgresPid: () => number;
  readonly others?: Readonly<Record<string, number>>;
};

/** Microseconds of CPU by stage. */
export type StageCpu = Readonly<Record<string, number>>;

export const CPU_UNIT = 'us/message';

/** What each stage has used so far. Postgres: all its backends, those that have ended included. */
export function readStages({ mtas, postgresPid, others = {} }: Stages): StageCpu {
  const programs = mtas.map(({ pid }) => readCpu(pid));
  const sum = (of: (one: (typeof programs)[number]) => number) => programs.reduce((total, one) => total + of(one), 0);
  return {
    'mta main thread': sum((one) => one.main),
    'mta pool': sum((one) => one.pool),
    'mta collector': sum((one) => one.engine),
    postgres: totalCpu(postgresPid()),
    ...Object.fromEntries(Object.entries(others).map(([name, pid]) => [name, ownCpu(pid)])),
  };
}

/** What was used in between, in microseconds a message, as figures of the run. */
export const cpuFigures = (before: StageCpu, after: StageCpu, messages: number): Figure[] =>
  Object.entries(after).map(([name, used]) => ({
    name,
    unit: CPU_UNIT,
    value: (used - (before[name] ?? 0)) / messages,
  }));
