import { readdirSync, readFileSync } from 'node:fs';

const TICK_MICROSECONDS = 10_000;
/** Node's platform starts a timer thread, four workers and the watcher of signals before any other (Node 20 to 24). */
const ENGINE_THREADS = 6;

/** Microseconds of CPU that one process has used so far. 0 where there is no /proc. */
export type ProcessCpu = {
  readonly main: number;
  /** The threads that a Node program starts with: helpers of V8's collector and compiler. */
  readonly engine: number;
  /** Those that came later: libuv's pool, where signatures, fdatasync and look-ups run, and workers. */
  readonly pool: number;
  /** Children, those that have ended included. */
  readonly children: number;
};

/** What each thread of `pid` and each of its children has used, to the nanosecond where the kernel tells. */
export function readCpu(pid: number): ProcessCpu {
  const threads = list(`/proc/${pid}/task`)
    .map(Number)
    .sort((a, b) => a - b);
  const of = (thread: number) => runMicroseconds(`/proc/${pid}/task/${thread}`);
  const ended = statOf(pid);
  return {
    main: of(pid),
    engine: sum(threads.slice(1, ENGINE_THREADS + 1).map(of)),
    pool: sum(threads.slice(ENGINE_THREADS + 1).map(of)),
    children: sum(childrenOf(pid).map(totalCpu)) + (ended ? (ended[13]! + ended[14]!) * TICK_MICROSECONDS : 0),
  };
}

/** Everything that `pid` and those below it have used. */
export function totalCpu(pid: number): number {
  return ownCpu(pid) + readCpu(pid).children;
}

/** What `pid` has used without its children: all its threads, those that have ended included. */
export function ownCpu(pid: number): number {
  const stat = statOf(pid);
  return stat ? (stat[11]! + stat[12]!) * TICK_MICROSECONDS : 0;
}

/** Process ids of the children that are alive. */
export const childrenOf = (pid: number): number[] =>
  list(`/proc/${pid}/task`).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );

/** The most memory that the process ever held, in MB; 0 where there is no /proc. */
export const peakMemoryMb = (pid: number): number =>
  Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024);

const runMicroseconds = (folder: string): number => Number(read(`${folder}/schedstat`).split(' ')[0] || 0) / 1_000;

/** Fields of /proc/PID/stat after the name, the state at 0. */
function statOf(pid: number): number[] | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat
    ? stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number)
    : undefined;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
