import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../apps/starter/src/testing/find-free-port.ts';
import { totalCpu } from '../cpu/read-cpu.ts';
import { cpuFigures } from '../cpu/stage-cpu.ts';
import type { Hold } from '../hold.ts';
import { openOwnSink, type SinkOptions } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import { openCountingSink } from './counting-sink.ts';
import type { Peers } from './debian.ts';
import { sourceMessages } from './source-messages.ts';
import { openTunedPostfix } from './tuned-postfix.ts';

export type PostfixLoad = {
  readonly messages: number;
  readonly sessions: number;
  readonly bytes: number;
  readonly signs: boolean;
  /** Set: into a receiver of ours that does this, instead of smtp-sink. */
  readonly receiver?: SinkOptions;
};

/** Mail through Postfix, by its own queue on disk, from the first connection until the receiver has the last message. */
export async function postfixBench(peers: Peers, hold: Hold, load: PostfixLoad): Promise<Bench> {
  const own = load.receiver ? hold(await openOwnSink(load.receiver)) : undefined;
  const relayPort = own?.port ?? (await findFreePort());
  const postfix = hold(await openTunedPostfix(peers, { relayPort, signs: load.signs }));
  const read = () => Object.fromEntries(Object.entries(postfix.pids).map(([name, pid]) => [name, totalCpu(pid)]));
  let spent: Figure[] = [];
  return {
    settings: {
      messages: load.messages,
      sessions: load.sessions,
      bytes: load.bytes,
      dkim: load.signs ? 'rsa-2048' : false,
      queue: 'disk, fsync',
      ...(load.receiver ?? { sink: 'smtp-sink' }),
    },
    async run() {
      const sink = own ? undefined : hold(await openCountingSink(peers, relayPort, load.messages));
      const from = (await own?.counts())?.accepted ?? 0;
      const before = read();
      const began = performance.now();
      await sourceMessages(peers, { ...load, port: postfix.port });
      if (own) while ((await own.counts()).accepted - from < load.messages) await sleep(50);
      else await sink!.done;
      const seconds = (performance.now() - began) / 1_000;
      spent = cpuFigures(before, read(), load.messages);
      return load.messages / seconds;
    },
    figures: () => spent,
  };
}
