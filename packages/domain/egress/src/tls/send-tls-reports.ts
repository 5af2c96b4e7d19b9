import { request } from 'node:https';
import { gzipSync } from 'node:zlib';
import { withTenant } from '@hikyaku/db';
import { resolveTarget } from '@hikyaku/dns';
import { acceptEach } from '@hikyaku/submission';
import { systemScope } from '@hikyaku/tenancy';
import type { EgressWorld } from '../open-world.ts';
import {
  type CountedSessions,
  formatTlsReport,
  formatTlsReportMail,
  readReportWishes,
  type TlsReport,
} from './format-tls-report.ts';

/** Days of domains that one round looks at. */
const AT_ONCE = 100;
const KEPT_DAYS = 30;
const POST_MS = 10_000;

type ReportWorld = Pick<EgressWorld, 'db' | 'config' | 'waker' | 'resolver' | 'tls' | 'log'>;
type Owed = { day: string; domain: string };

// Spread over four hours after midnight, so that a domain is not called upon by all the world at once (RFC 8460 section 4.1).
const OWED = `
SELECT to_char(r.day, 'YYYY-MM-DD') AS day, r.domain FROM tls_results r
WHERE (r.day + 1)::timestamp + abs(hashtext(r.domain) % 240) * interval '1 minute' < $1::timestamptz AT TIME ZONE 'UTC'
  AND NOT EXISTS (SELECT 1 FROM tls_reports t WHERE t.day = r.day AND t.domain = r.domain)
GROUP BY r.day, r.domain ORDER BY r.day, r.domain LIMIT ${AT_ONCE}`;

/**
 * Reports the results of days that are over to the domains that ask for it (RFC 8460): by mail of the platform, or where
 * only an https URL is named, there. Each day of a domain once, whichever worker comes first.
 */
export async function sendTlsReports(world: ReportWorld, now = new Date()): Promise<void> {
  const { db, log } = world;
  for (const owed of await db.query<Owed>(OWED, [now.toISOString()])) {
    try {
      await reportOne(world, owed, now);
    } catch (error) {
      // DNS or Postgres: the next round tries it again, and the days of others do not wait for it.
      log.warn({ err: error, ...owed }, 'a TLS report could not be made, trying again');
    }
  }
  await db.query(
    `WITH old AS (DELETE FROM tls_results WHERE day < $1::date - ${KEPT_DAYS}),
       over AS (DELETE FROM sts_policies WHERE expires_at < $1::date - ${KEPT_DAYS})
     DELETE FROM tls_reports WHERE day < $1::date - ${KEPT_DAYS}`,
    [now.toISOString().slice(0, 10)],
  );
}

async function reportOne(world: ReportWorld, owed: Owed, now: Date): Promise<void> {
  const { db, config, waker, log } = world;
  const wishes = readReportWishes(await world.resolver.txt(`_smtp._tls.${owed.domain}`));
  const [to] = [...wishes.mail.map((address) => `mailto:${address}`), ...wishes.https];
  const report = to === undefined ? undefined : await loadReport(world, owed);
  const from = `tls-reports@${config.platformDomain}`;
  const sent = await withTenant(db, systemScope(), async (sql) => {
    const [first] = await sql.query<{ day: Date }>(
      'INSERT INTO tls_reports (day, domain, rua) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING day',
      [owed.day, owed.domain, to ?? null],
    );
    if (!first || !report) {
      // Nobody wants to know, and without a policy neither do we.
      const gone = "DELETE FROM tls_results WHERE day = $1 AND domain = $2 AND policy = 'no-policy-found'";
      if (first) await sql.query(gone, [owed.day, owed.domain]);
      return { isOurs: false, due: [] };
    }
    if (wishes.mail.length === 0) return { isOurs: true, due: [] };
    const { answers, due } = await acceptEach(sql, config, [
      {
        raw: formatTlsReportMail(report, { from, to: wishes.mail, at: now }),
        fromEmail: from,
        fromHeader: from,
        toHeader: wishes.mail,
        subject: `Report Domain: ${owed.domain}`,
        recipients: wishes.mail,
        stream: 'transactional',
        source: 'system',
      },
    ]);
    const [answer] = answers;
    if (!answer!.ok) log.warn({ ...owed, detail: answer!.detail }, 'a TLS report was refused');
    return { isOurs: true, due };
  });
  await waker.wake(sent.due);
  if (sent.isOurs && wishes.mail.length === 0) {
    const fault = await post(world, new URL(to!), gzipSync(formatTlsReport(report!)));
    if (fault !== undefined) log.warn({ ...owed, to, fault }, 'a TLS report could not be handed over');
  }
}

async function loadReport({ db, config }: ReportWorld, { day, domain }: Owed): Promise<TlsReport> {
  const counted = await db.query<CountedSessions>(
    'SELECT policy, result, mx_host, mx_ip, source_ip, detail, sessions FROM tls_results WHERE day = $1 AND domain = $2 ORDER BY sessions DESC LIMIT 5000',
    [day, domain],
  );
  const [sts] = await db.query<{ lines: string[]; mx: string[] }>(
    'SELECT lines, mx FROM sts_policies WHERE domain = $1',
    [domain],
  );
  return {
    id: `${day}.${domain}@${config.platformDomain}`,
    submitter: config.platformDomain,
    domain,
    day,
    sts,
    counted,
  };
}

/** Undefined when it was taken, else why not. */
async function post(world: ReportWorld, url: URL, body: Buffer): Promise<string | undefined> {
  const target = await resolveTarget(world.resolver, url.hostname, { allowLoopback: world.config.sandbox });
  if (!target.ok) return target.reason;
  return new Promise((resolve) => {
    const asked = request({
      method: 'POST',
      host: target.addresses[0],
      servername: url.hostname,
      port: url.port || 443,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'content-type': 'application/tlsrpt+gzip', 'content-length': body.length },
      agent: false,
      ca: world.tls.trust.ca,
      signal: AbortSignal.timeout(POST_MS),
    });
    asked.on('error', (error) => resolve(error.message));
    asked.on('response', ({ statusCode = 0 }) => {
      resolve(statusCode >= 200 && statusCode < 300 ? undefined : `HTTP status ${statusCode}`);
      asked.destroy();
    });
    asked.end(body);
  });
}
