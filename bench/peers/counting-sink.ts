import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { waitForPort } from '../wait-for-port.ts';
import type { Peers } from './debian.ts';

export type CountingSink = { readonly pid: number; readonly done: Promise<void>; close(): Promise<void> };

/** Postfix's smtp-sink, which ends as soon as it has taken so many messages: what came is counted at its end. */
export async function openCountingSink(peers: Peers, port: number, messages: number): Promise<CountingSink> {
  const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const args = [...as, '-M', String(messages), `127.0.0.1:${port}`, '1000'];
  const child = spawn(peers.smtpSink, args, { env: peers.env, stdio: ['ignore', 'ignore', 'inherit'] });
  const done = once(child, 'exit').then(() => {});
  await waitForPort(port);
  return {
    pid: child.pid!,
    done,
    async close() {
      child.kill('SIGTERM');
      await done;
    },
  };
}
