import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findFreePort } from '../apps/starter/src/testing/find-free-port.ts';
import type { Peers } from './peers/debian.ts';
import { waitForPort } from './wait-for-port.ts';

export type Sink = { readonly name: string; readonly port: number; readonly pid: number; close(): Promise<void> };

export type SinkCounts = {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly bytes: number;
};

export type OwnSink = Sink & {
  counts(): Promise<SinkCounts>;
  /** Called with the X-Probe of each message and the time it was taken, in ms since 1970. */
  onProbe(listener: (probe: string, at: number) => void): void;
};

/** What `sink.mjs` can be told; its header says what each does. */
export type SinkOptions = {
  readonly delayMs?: number;
  readonly perSecond?: number;
  readonly record?: boolean;
  readonly watch?: boolean;
};

/** An accept-all receiver in a process of its own: Postfix's smtp-sink where there is one, else ours. */
export async function openSink(peers: Peers | undefined): Promise<Sink> {
  if (!peers) return openOwnSink({});
  const port = await findFreePort();
  const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(peers.smtpSink, [...as, `127.0.0.1:${port}`, '1000'], { env: peers.env, stdio: 'ignore' });
  await waitForPort(port);
  return { name: 'smtp-sink', port, pid: child.pid!, close: () => end(child) };
}

/** A receiver of ours in a process of its own: one that counts, is far away or refuses what comes too fast. */
export async function openOwnSink(options: SinkOptions): Promise<OwnSink> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sink.mjs'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  type Said = { port?: number; counts?: SinkCounts; probe?: string; at?: number };
  const [{ port }] = (await once(child, 'message')) as [Said];
  let answer = (_counts: SinkCounts) => {};
  let tell = (_probe: string, _at: number) => {};
  child.on('message', (said: Said) => {
    if (said.counts) answer(said.counts);
    if (said.probe) tell(said.probe, said.at!);
  });
  return {
    name: 'own sink',
    port: port!,
    pid: child.pid!,
    counts: () =>
      new Promise((resolve) => {
        answer = resolve;
        child.send('counts');
      }),
    onProbe(listener) {
      tell = listener;
    },
    close: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
