import type { Sql } from '@hikyaku/db';

export type TlsAccount = {
  /** Policies (MTA-STS) in force, those fetched last first. */
  readonly policies: readonly {
    readonly domain: string;
    readonly mode: 'enforce' | 'testing' | 'none';
    readonly mx: readonly string[];
    readonly fetched_at: Date;
    readonly expires_at: Date;
  }[];
  /** Sessions by day, domain, host and result; failures first, then the newest day. */
  readonly results: readonly {
    readonly day: string;
    readonly domain: string;
    readonly policy: 'sts' | 'no-policy-found';
    /** In the words of RFC 8460 section 4.3; '' = as it should be. */
    readonly result: string;
    readonly mx_host: string;
    readonly detail: string;
    readonly sessions: number;
  }[];
  /** Days reported; */
  readonly reports: readonly {
    readonly day: string;
    readonly domain: string;
    readonly rua: string;
    readonly at: Date;
  }[];
};

const SHOWN = 200;

/** What the MTA knows of TLS outward, as far as a page can show it; of one policy domain when it is named. */
export async function describeTls(engine: Sql, domain: string | null): Promise<TlsAccount> {
  const about = [domain?.toLowerCase() ?? null];
  const [policies, results, reports] = await Promise.all([
    engine.query<TlsAccount['policies'][number]>(
      `SELECT domain, mode, mx, fetched_at, expires_at FROM sts_policies
       WHERE expires_at > now() AND ($1::text IS NULL OR domain = $1) ORDER BY fetched_at DESC LIMIT ${SHOWN}`,
      about,
    ),
    engine.query<TlsAccount['results'][number]>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, domain, policy, result, mx_host, max(detail) AS detail, sum(sessions)::int AS sessions
       FROM tls_results WHERE $1::text IS NULL OR domain = $1 GROUP BY tls_results.day, domain, policy, result, mx_host
       ORDER BY result = '', tls_results.day DESC, sum(sessions) DESC, domain LIMIT ${SHOWN}`,
      about,
    ),
    engine.query<TlsAccount['reports'][number]>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, domain, rua, at FROM tls_reports
       WHERE rua IS NOT NULL AND ($1::text IS NULL OR domain = $1) ORDER BY tls_reports.day DESC, domain LIMIT ${SHOWN}`,
      about,
    ),
  ]);
  return { policies, results, reports };
}
