import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import { storableText } from '../wire/storable-text.ts';
import type { TlsVerdict } from './judge-session.ts';
import type { StsPolicy } from './parse-policy.ts';

/** Where a session went, or was to go. */
export type TlsPlace = { readonly mxHost: string; readonly mxIp: string; readonly sourceIp: string };

export type TlsResults = {
  /** Counts one session for each of these policy domains. */
  note(domains: Iterable<string>, policy: StsPolicy | null, verdict: TlsVerdict, place: TlsPlace): void;
  /** Counts a policy that could not be had, or not be read. */
  noteFault(domain: string, result: string, detail: string): void;
  /** Writes what was counted, for all workers together. */
  flush(): Promise<void>;
};

/** Kept between two flushes; what would be more is not counted, so that a million domains cannot fill the memory. */
const MOST = 20_000;
const DETAIL_MAX = 200;

type Counted = { values: readonly string[]; sessions: number };

const WRITE = `
INSERT INTO tls_results AS r (day, domain, policy, result, mx_host, mx_ip, source_ip, detail, sessions)
SELECT day::date, domain, policy, result, mx_host, mx_ip, source_ip, detail, sessions
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[])
  AS n (day, domain, policy, result, mx_host, mx_ip, source_ip, detail, sessions)
ORDER BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT (day, domain, policy, result, mx_host, mx_ip, source_ip)
DO UPDATE SET sessions = r.sessions + excluded.sessions, detail = excluded.detail`;

/** Counts sessions by day, policy domain, host and result (RFC 8460), in memory until the sweeper writes them. */
export function openTlsResults(db: Database, log: Log): TlsResults {
  let counted = new Map<string, Counted>();
  const add = (key: string, values: readonly string[], sessions: number) => {
    const one = counted.get(key);
    if (one) one.sessions += sessions;
    else if (counted.size < MOST) counted.set(key, { values, sessions });
  };
  const count = (of: readonly string[], detail: string) => {
    const values = [new Date().toISOString().slice(0, 10), ...of];
    add(values.join(' '), [...values, storableText(detail, DETAIL_MAX)], 1);
  };
  return {
    note(domains, policy, { result, detail }, { mxHost, mxIp, sourceIp }) {
      const kind = policy ? 'sts' : 'no-policy-found';
      for (const domain of domains) count([domain, kind, result, mxHost, mxIp, sourceIp], detail);
    },
    noteFault: (domain, result, detail) => count([domain, 'sts', result, '', '', ''], detail),
    async flush() {
      if (counted.size === 0) return;
      const writing = counted;
      counted = new Map();
      const rows = [...writing.values()];
      try {
        const columns = Array.from({ length: 8 }, (_, at) => rows.map((row) => row.values[at]!));
        await db.query(WRITE, [...columns, rows.map((row) => row.sessions)]);
      } catch (error) {
        for (const [key, { values, sessions }] of writing) add(key, values, sessions);
        log.warn({ err: error }, 'results of TLS could not be written, trying again');
      }
    },
  };
}
