import { type Log, silentLog } from '@hikyaku/log';
import { openDnsServer } from './dns/open-dns-server.ts';
import { openZones } from './dns/open-zones.ts';
import { parseZone } from './dns/parse-zone.ts';
import { findPersonality } from './find-personality.ts';
import { openMailbox } from './kept/open-mailbox.ts';
import { openLater } from './later/open-later.ts';
import { personalities } from './personalities.ts';
import type { Personality } from './personality.ts';
import { openLimits } from './smtp/open-limits.ts';
import { openReceivers } from './smtp/open-receivers.ts';
import { openViewer } from './web/open-viewer.ts';

export type { Limit, Personality, Shaping } from './personality.ts';
export { personalities };

/** Port 0 (the default of each) lets the system choose. */
export type SandboxOptions = {
  /** Loopback address of the viewer. SMTP and DNS are always at 127.0.0.1. */
  readonly host?: string;
  readonly ports?: { readonly smtp?: number; readonly dns?: number; readonly web?: number };
  /** Come before the built-in ones; the first that matches wins. */
  readonly personalities?: readonly Personality[];
  /** Multiplies the `Seconds` of personalities. */
  readonly retryScale?: number;
  /** Where late DSNs, complaints and replies are handed in. */
  readonly mda?: { readonly host: string; readonly port: number };
  /** Base URL of the platform, which one-click links may name beside loopback. */
  readonly platformUrl?: string;
  /** Pause between a 250 and the DSN, complaint, reply or one-click that follows from it. */
  readonly lateAfterMs?: number;
  /** Zones that stand at the start unless the file has them: domain -> the body of `PUT /zones/{domain}`. */
  readonly zones?: Readonly<Record<string, { readonly records: readonly object[] }>>;
  /** Keeps zones over a restart. */
  readonly zonesFile?: string;
  readonly keep?: { readonly mostMessages?: number; readonly mostBytes?: number };
  readonly log?: Log;
};

export type Sandbox = {
  readonly ports: { readonly smtp: number; readonly dns: number; readonly web: number };
  /** Base URL of the viewer, without a slash at the end. */
  readonly url: string;
  readonly hasOwnAddresses: boolean;
  close(): Promise<void>;
};

const LOOPBACK = '127.0.0.1';
/** Under the two seconds that are promised, with room for the work itself. */
const LATE_AFTER_MS = 500;
const MOST_MESSAGES = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Starts the simulated internet: receiving servers, DNS, viewer. Throws when a port is taken. */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = LOOPBACK, ports = {}, retryScale = 1, log = silentLog() } = options;
  if (!/^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host)) throw new Error(`the sandbox refuses to run on ${host}`);
  const mailbox = openMailbox({ mostMessages: MOST_MESSAGES, mostBytes: MOST_BYTES, ...options.keep });
  const table = [...(options.personalities ?? []), ...personalities];
  const find = findPersonality(table);
  const limits = openLimits(retryScale, mailbox.addViolation);
  const later = openLater({
    mda: options.mda ?? { host: LOOPBACK, port: 2525 },
    platformUrl: options.platformUrl,
    delayMs: options.lateAfterMs ?? LATE_AFTER_MS,
    log,
  });
  const closers: (() => unknown)[] = [later.close];
  const close = async () => {
    for (const one of closers.toReversed()) await one();
  };
  try {
    const zones = openZones(options.zonesFile);
    for (const [domain, body] of Object.entries(options.zones ?? {})) {
      const parsed = parseZone(domain, body);
      if (!parsed.ok) throw new Error(`zone ${domain}: ${parsed.path}: ${parsed.reason}`);
      if (!zones.get(domain)) zones.put(domain, parsed.records);
    }
    const receivers = await openReceivers(
      { host: LOOPBACK, port: ports.smtp ?? 0, personalities: table },
      {
        find,
        limits,
        accept({ mailFrom, recipients, message }) {
          const addresses = recipients.map((one) => one.address);
          const id = mailbox.add(mailFrom, addresses, message);
          for (const { address, personality } of recipients) {
            if (!personality.afterwards) continue;
            later.plan(personality, { mailFrom, rcptTo: address, raw: message, receivedAt: new Date() });
          }
          return id;
        },
      },
    );
    closers.push(receivers.close);
    const internet = { find, zones, addresses: receivers.addresses, host: LOOPBACK };
    const dns = await openDnsServer({ host: LOOPBACK, port: ports.dns ?? 0 }, internet);
    closers.push(dns.close);
    const { hasOwnAddresses } = receivers;
    const viewer = await openViewer(
      { host, port: ports.web ?? 0, log },
      { mailbox, zones, personalities: table, hasOwnAddresses },
    );
    closers.push(viewer.close);
    return {
      ports: { smtp: receivers.port, dns: dns.port, web: viewer.port },
      url: viewer.url,
      hasOwnAddresses,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
