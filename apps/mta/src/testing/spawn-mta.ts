import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';

/** A stop that takes longer than this is ended, as the supervisor does it. */
const LATEST_MS = 10_000;
const MAIN = join(import.meta.dirname, '../main.ts');

export type SpawnedMta = {
  start(): void;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** A clean stop. Resolves with the exit code. */
  close(): Promise<number | null>;
};

/** The MTA as a program of its own. `revives`: started again whenever it ends, as the supervisor does. */
export async function spawnMta(
  environment: Readonly<Record<string, string>>,
  { revives = false }: { revives?: boolean } = {},
): Promise<SpawnedMta> {
  const port = String(await findPort());
  const env = childEnvironment({ ...environment, HIKYAKU_MTA_OPS_PORT: port, HIKYAKU_LOG_LEVEL: 'error' });
  let closing = false;
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, ['--import', 'tsx', MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    if (revives) child.once('exit', () => !closing && start());
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
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
    close() {
      closing = true;
      return end('SIGTERM');
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
