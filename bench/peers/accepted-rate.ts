import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnSink } from '../open-sink.ts';

export type Accepted = {
  /** Messages a second. */
  readonly rate: number;
  /** 421 answers for each message that was taken. */
  readonly refused: number;
  readonly duplicates: number;
};

/** What the receiver takes within so many seconds from the first message on. */
export async function acceptedRate(sink: OwnSink, seconds: number): Promise<Accepted> {
  const before = await sink.counts();
  while ((await sink.counts()).accepted === before.accepted) await sleep(20);
  const from = await sink.counts();
  const began = performance.now();
  await sleep(seconds * 1_000);
  const to = await sink.counts();
  const accepted = to.accepted - from.accepted;
  return {
    rate: (accepted / (performance.now() - began)) * 1_000,
    refused: (to.refused - from.refused) / Math.max(1, accepted),
    duplicates: to.duplicates,
  };
}
