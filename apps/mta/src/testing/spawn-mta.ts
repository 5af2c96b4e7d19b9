import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';
import { findPort } from './find-port.ts';

/** A stop that takes longer than this is ended, as the supervisor does it. */
const LATEST_MS = 10_000;

/** What Node runs: the sources, or a bundle that starts sooner. */
const SOURCES = ['--import', 'tsx', join(import.meta.dirname, '../main.ts')];

export type SpawnedMta = {
  start(): void;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** A clean stop. Resolves with the exit code. */
  close(): Promise<number | null>;
  /** Sends a signal and waits for nothing. */
  signal(name: NodeJS.Signals): void;
  isRunning(): boolean;
  pid(): number;
  /** True once it has recovered what was left and takes up work. */
  isReady(): Promise<boolean>;
};

/** The MTA as a program of its own. `program`: what Node runs. */
export async function spawnMta(
  environment: Readonly<Record<string, string>>,
  { program = SOURCES }: { program?: readonly string[] | undefined } = {},
): Promise<SpawnedMta> {
  const port = String(await findPort());
  const env = childEnvironment({ HIKYAKU_LOG_LEVEL: 'error', ...environment, HIKYAKU_MTA_OPS_PORT: port });
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, program, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  };
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!isRunning()) return child.exitCode;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), LATEST_MS);
    await gone;
    clearTimeout(late);
    return child.exitCode;
  };
  start();
  return {
    start,
    kill: async () => void (await end('SIGKILL')),
    close: () => end('SIGTERM'),
    signal: (name) => void child.kill(name),
    isRunning,
    pid: () => child.pid!,
    isReady: () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
  };
}
