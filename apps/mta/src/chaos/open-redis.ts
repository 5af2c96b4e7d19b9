import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { findPort } from '../testing/find-port.ts';
import { until } from './until.ts';

export type Redis = {
  readonly url: string;
  /** Ends the server without a word (kill -9), with all it held. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** FLUSHALL. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/** A redis-server of its own that keeps nothing, or undefined where the machine has none. */
export async function openRedis(): Promise<Redis | undefined> {
  const port = await findPort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  let child: ChildProcess;
  const start = async (): Promise<boolean> => {
    child = spawn('redis-server', args, { stdio: 'ignore' });
    const isThere = await Promise.race([once(child, 'spawn').then(() => true), once(child, 'error').then(() => false)]);
    if (isThere) await until('redis-server', () => accepts(port));
    return isThere;
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  if (!(await start())) return undefined;
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    start: async () => void (await start()),
    async flush() {
      const socket = connect(port, '127.0.0.1');
      // Its answer has to be read, or the connection would never be seen to end.
      socket.resume().end('FLUSHALL\r\n');
      await once(socket, 'close');
    },
    close: () => end('SIGTERM'),
  };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
