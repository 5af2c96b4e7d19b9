import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { OwnSink } from '../open-sink.ts';

export type Submitter = {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Its verified domain. */
  readonly domain: string;
};

const GAP_MS = 40;
const LATE_MS = 60_000;
const SUBJECT = 'パスワードの再設定';
const TEXT = '次のリンクを開いて、新しいパスワードを設定してください。\nhttps://example.jp/reset/1234567890\n';

/**
 * Submits so many transactional messages over SMTP, one after the other on one connection, and answers the milliseconds
 * from the submission of each until the receiver had it.
 */
export async function sendProbes(sink: OwnSink, by: Submitter, count: number): Promise<number[]> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: by.port,
    pool: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
    auth: { user: by.username, pass: by.password },
    tls: { rejectUnauthorized: false },
  });
  const taken = new Map<string, (at: number) => void>();
  sink.onProbe((probe, at) => taken.get(probe)?.(at));
  const times: number[] = [];
  try {
    for (let n = 0; n < count; n++) {
      const probe = randomUUID();
      const at = new Promise<number>((resolve) => taken.set(probe, resolve));
      const submitted = performance.timeOrigin + performance.now();
      await transport.sendMail({
        from: `Bench <reset@${by.domain}>`,
        to: `person${n}@probe.test`,
        subject: SUBJECT,
        text: TEXT,
        headers: { 'X-Probe': probe },
      });
      const arrived = await Promise.race([at, sleep(LATE_MS, undefined, { ref: false })]);
      if (arrived === undefined) throw new Error(`a transactional message did not arrive within ${LATE_MS / 1_000} s`);
      times.push(arrived - submitted);
      await sleep(GAP_MS);
    }
  } finally {
    transport.close();
  }
  // The first opens the connection and signs in.
  return times.slice(1).sort((a, b) => a - b);
}

/** Of sorted values; `share` 0.99 is the 99th percentile. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
