import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProgramLog } from './open-program-log.ts';

export type Launch = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
};

export type SupervisedProgram = {
  readonly name: string;
  /** Process id at this moment; undefined while it waits to be started again. */
  pid(): number | undefined;
  /** How often it died since it was last well for a minute. */
  deaths(): number;
  /** What it left on its output outside of structured logs. */
  lastWords(): string;
  /** Sends SIGTERM and starts it no more. */
  stop(): void;
  kill(): void;
  /** Resolves when it is gone for good. */
  readonly gone: Promise<void>;
};

const LONGEST_DELAY_MS = 30_000;
const WELL_AFTER_MS = 60_000;

/** 1, 2, 4 … 30 s. */
export const restartDelayMs = (deaths: number): number => Math.min(1_000 * 2 ** (deaths - 1), LONGEST_DELAY_MS);

/** Runs a program and runs it again, after a growing delay, whenever it ends before it was told to. */
export function superviseProgram(options: {
  name: string;
  launch: Launch;
  logFile: string;
  say: (line: string) => void;
  /** Called after each start with the new process id. */
  onStart: (pid: number) => void;
}): SupervisedProgram {
  const { name, launch, say } = options;
  const log = openProgramLog(options.logFile, say);
  let child: ChildProcess | undefined;
  let deaths = 0;
  let stopping = false;
  let wake = () => {};

  const signal = (name: NodeJS.Signals) => {
    if (!child?.pid) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // Its whole group is gone.
    }
  };

  const runOnce = async () => {
    const began = Date.now();
    // A process group of its own: Ctrl-C reaches the whole terminal group, and the order of stopping is ours.
    const { command, args, cwd, env } = launch;
    const running = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running.stdout.on('data', log.write);
    running.stderr.on('data', log.write);
    child = running;
    if (running.pid) options.onStart(running.pid);
    const closed = once(running, 'close');
    const ended = await Promise.race([
      once(running, 'exit').then(([code, signal]) => `${signal ?? `exit ${code}`}`),
      once(running, 'error').then(([error]) => (error as Error).message),
    ]);
    // Its last words may still be on the way; a process that it left behind may hold the pipe open for ever.
    await Promise.race([closed, sleep(200)]);
    running.stdout.destroy();
    running.stderr.destroy();
    child = undefined;
    deaths = Date.now() - began >= WELL_AFTER_MS ? 1 : deaths + 1;
    return ended;
  };
  const keepRunning = async () => {
    while (!stopping) {
      const ended = await runOnce();
      if (stopping) break;
      const delay = restartDelayMs(deaths);
      say(`ended (${ended}), starting again in ${delay / 1_000} s`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, delay);
      });
      if (!stopping) say('starting again');
    }
    log.close();
  };
  const gone = keepRunning();
  return {
    name,
    pid: () => child?.pid,
    deaths: () => deaths,
    lastWords: log.lastWords,
    stop() {
      stopping = true;
      signal('SIGTERM');
      wake();
    },
    kill: () => signal('SIGKILL'),
    gone,
  };
}
