import type { Log } from '@hikyaku/log';
import { createTransport } from 'nodemailer';
import type { Personality } from '../personality.ts';
import { formatComplaint, formatDsn, formatReply, type Received } from './format-reports.ts';
import { postUnsubscribe, readOneClick } from './unsubscribe.ts';

export type LaterOptions = {
  /** Where DSNs, complaints and replies are handed in. */
  readonly mda: { readonly host: string; readonly port: number };
  /** Base URL of the platform, which one-click links may name beside loopback. */
  readonly platformUrl?: string;
  /** Pause between the 250 and what follows from it. */
  readonly delayMs: number;
  readonly log: Log;
};

const RETRY_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000];
const MOST_WAITING = 20_000;
const MOST_AT_ONCE = 8;

/** What happens after a message was accepted: DSN, complaint, reply, one-click. Waits in memory only, up to a bound. */
export function openLater({ mda, platformUrl, delayMs, log }: LaterOptions) {
  const transport = createTransport({
    ...{ pool: true, host: mda.host, port: mda.port, maxConnections: MOST_AT_ONCE, name: 'mx.sandbox.example' },
    ...{ ignoreTLS: true, disableFileAccess: true, disableUrlAccess: true, connectionTimeout: 5_000 },
  });
  const timers = new Set<NodeJS.Timeout>();
  const ready: (() => Promise<void>)[] = [];
  let waiting = 0;
  let working = 0;
  let isClosed = false;

  function after(ms: number, job: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      job();
    }, ms);
    timers.add(timer);
  }

  function pump(): void {
    while (!isClosed && working < MOST_AT_ONCE && ready.length > 0) {
      working++;
      ready.shift()!().finally(() => {
        working--;
        pump();
      });
    }
  }

  async function act(what: NonNullable<Personality['afterwards']>, received: Received): Promise<void> {
    if (what === 'unsubscribe') {
      const url = readOneClick(received.raw);
      const done = url ? await postUnsubscribe(url, platformUrl) : { ok: false };
      if (!done.ok) log.info({ link: url !== undefined }, 'one-click was not possible');
      return;
    }
    const format = { dsn: formatDsn, complaint: formatComplaint, reply: formatReply }[what];
    const mail = format(received);
    if (mail) await transport.sendMail({ envelope: { from: mail.from, to: [mail.to] }, raw: mail.raw });
  }

  function enqueue(what: NonNullable<Personality['afterwards']>, received: Received, attempt: number): void {
    ready.push(async () => {
      try {
        await act(what, received);
      } catch (error) {
        const isFinal = ((error as { responseCode?: number }).responseCode ?? 0) >= 500;
        const pause = RETRY_AFTER_MS[attempt];
        if (!isFinal && !isClosed && pause !== undefined) {
          after(pause, () => enqueue(what, received, attempt + 1));
          return;
        }
        log.warn({ what, err: error }, 'a late answer was given up');
      }
      waiting--;
    });
    pump();
  }

  return {
    /** Plans what the personality does with a message that it accepted. */
    plan(personality: Personality, received: Received): void {
      const what = personality.afterwards;
      if (!what) return;
      if (waiting >= MOST_WAITING) {
        log.warn({ what }, 'too many late answers wait: one left out');
        return;
      }
      waiting++;
      after(delayMs, () => enqueue(what, received, 0));
    },
    close(): void {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      transport.close();
    },
  };
}
