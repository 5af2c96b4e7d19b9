import { spawnSync } from 'node:child_process';
import { childrenOf } from './read-cpu.ts';

/** Whether `pinTo` can do its work here. */
export const canPin = (): boolean => spawnSync('taskset', ['-cp', String(process.pid)]).status === 0;

/** Lets these processes, their threads and their children run on the first `cores` cores only; what they start later too. */
export function pinTo(cores: number, pids: readonly number[]): void {
  const list = cores === 1 ? '0' : `0-${cores - 1}`;
  for (const pid of pids.flatMap((one) => [one, ...childrenOf(one)])) {
    spawnSync('taskset', ['-a', '-c', '-p', list, String(pid)]);
  }
}
