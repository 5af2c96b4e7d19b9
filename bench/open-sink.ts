import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SMTP_SINK = ['/usr/sbin/smtp-sink', '/usr/bin/smtp-sink'].find((path) => existsSync(path));

export type Sink = { readonly name: string; readonly port: number; close(): Promise<void> };

/** An accept-all receiver in a process of its own: Postfix's smtp-sink where it is installed, else ours. */
export async function openSink(port: number): Promise<Sink> {
  const child: ChildProcess = SMTP_SINK
    ? spawn(SMTP_SINK, ['-u', 'nobody', `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' })
    : spawn(process.execPath, [join(import.meta.dirname, 'sink.mjs'), String(port)], { stdio: 'ignore' });
  await waitForPort(port);
  return {
    name: SMTP_SINK ? 'smtp-sink' : 'own sink',
    port,
    async close() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nothing listens at port ${port}`);
}
