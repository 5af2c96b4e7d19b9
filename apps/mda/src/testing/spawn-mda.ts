import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '@hikyaku/config';

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  const open = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'close').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return open;
};

/** The MDA as a program of its own, on ports that stay the same when it is started again. */
export async function spawnMda(environment: Readonly<Record<string, string>>) {
  const [port, opsPort] = [await findPort(), await findPort()];
  let child: ChildProcess;
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<unknown[]> => {
    const gone = once(child, 'exit');
    child.kill(signal);
    return gone;
  };
  return {
    port,
    opsPort,
    /** Resolves when it takes connections. */
    async start(): Promise<void> {
      child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../main.ts')], {
        env: childEnvironment({
          HIKYAKU_LOG_LEVEL: 'error',
          ...environment,
          HIKYAKU_MDA_PORT: String(port),
          HIKYAKU_MDA_OPS_PORT: String(opsPort),
        }),
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      while (!(await isListening(port))) {
        if (child.exitCode !== null) throw new Error(`the mda ended with ${child.exitCode}`);
        await sleep(50);
      }
    },
    /** kill -9. */
    kill: () => end('SIGKILL'),
    /** A clean stop: `[exit code, signal]`. */
    close: () => end('SIGTERM'),
  };
}
