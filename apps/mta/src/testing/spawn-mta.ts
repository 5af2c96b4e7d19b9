import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';

const MAIN = join(import.meta.dirname, '../main.ts');

export type SpawnedMta = {
  /** kill -9; `revive` starts the next one in the same home. */
  kill(): void;
  /** What the processes said that is worth an alarm. */
  faults(): string;
  close(): Promise<void>;
};

/** The MTA as a program of its own, started again by itself whenever it ends, as the supervisor does. */
export async function spawnMta(environment: Readonly<Record<string, string>>): Promise<SpawnedMta> {
  const port = String(await findPort());
  const env = childEnvironment({ ...environment, HIKYAKU_MTA_OPS_PORT: port, HIKYAKU_LOG_LEVEL: 'error' });
  let said = '';
  let closing = false;
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, ['--import', 'tsx', MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk));
    child.once('exit', () => !closing && start());
  };
  start();
  return {
    kill: () => void child.kill('SIGKILL'),
    faults: () => said,
    async close() {
      closing = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
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
