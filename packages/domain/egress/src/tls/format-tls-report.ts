import { gzipSync } from 'node:zlib';
import { formatMailDate } from '@hikyaku/mail';

/** Sessions of one policy domain on one day that came to the same. */
export type CountedSessions = {
  readonly policy: 'sts' | 'no-policy-found';
  readonly result: string;
  readonly mx_host: string;
  readonly mx_ip: string;
  readonly source_ip: string;
  readonly detail: string;
  readonly sessions: number;
};

export type TlsReport = {
  readonly id: string;
  readonly submitter: string;
  readonly domain: string;
  /** `2026-01-31`, UTC. */
  readonly day: string;
  /** The policy as it was last seen. */
  readonly sts: { readonly lines: readonly string[]; readonly mx: readonly string[] } | undefined;
  readonly counted: readonly CountedSessions[];
};

/** Failures that are told one by one; the sums count them all. */
const DETAILS_MAX = 1_000;

/** The report as JSON (RFC 8460 section 4.4). */
export function formatTlsReport({ id, submitter, domain, day, sts, counted }: TlsReport): string {
  const kinds = (['sts', 'no-policy-found'] as const).filter((kind) => counted.some((one) => one.policy === kind));
  return JSON.stringify({
    'organization-name': submitter,
    'date-range': { 'start-datetime': `${day}T00:00:00Z`, 'end-datetime': `${day}T23:59:59Z` },
    'contact-info': `postmaster@${submitter}`,
    'report-id': id,
    policies: kinds.map((kind) => {
      const ours = counted.filter((one) => one.policy === kind);
      const failures = ours.filter((one) => one.result !== '');
      const policy = kind === 'sts' && sts ? { 'policy-string': sts.lines, 'mx-host': sts.mx } : {};
      return {
        policy: { 'policy-type': kind, 'policy-domain': domain, ...policy },
        summary: {
          'total-successful-session-count': sum(ours.filter((one) => one.result === '')),
          'total-failure-session-count': sum(failures),
        },
        'failure-details': failures.slice(0, DETAILS_MAX).map(formatFailure),
      };
    }),
  });
}

const sum = (of: readonly CountedSessions[]): number => of.reduce((total, one) => total + one.sessions, 0);

const formatFailure = (one: CountedSessions) => ({
  'result-type': one.result,
  ...(one.source_ip && { 'sending-mta-ip': one.source_ip }),
  ...(one.mx_host && { 'receiving-mx-hostname': one.mx_host }),
  ...(one.mx_ip && { 'receiving-ip': one.mx_ip }),
  'failed-session-count': one.sessions,
  ...(one.detail && { 'failure-reason-code': one.detail }),
});

/** The mail that carries a report (RFC 8460 section 5.3). */
export function formatTlsReportMail(
  report: TlsReport,
  mail: { from: string; to: readonly string[]; at: Date },
): Buffer {
  const { id, submitter, domain, day } = report;
  const start = Date.parse(`${day}T00:00:00Z`) / 1_000;
  const file = `${submitter}!${domain}!${start}!${start + 86_399}.json.gz`;
  const boundary = `=_${id.replace(/[^a-z0-9]/gi, '').slice(0, 40)}`;
  const attached = gzipSync(formatTlsReport(report)).toString('base64').replace(/.{76}/g, '$&\r\n');
  const lines = [
    `From: ${mail.from}`,
    `To: ${mail.to.join(',\r\n ')}`,
    `Subject: Report Domain: ${domain}\r\n Submitter: ${submitter}\r\n Report-ID: <${id}>`,
    `Date: ${formatMailDate(mail.at)}`,
    `Message-ID: <${id}>`,
    `TLS-Report-Domain: ${domain}`,
    `TLS-Report-Submitter: ${submitter}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type="tlsrpt";\r\n boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is an aggregate report about TLS to ${domain} on ${day} (UTC), from ${submitter}.`,
    '',
    `--${boundary}`,
    'Content-Type: application/tlsrpt+gzip',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment;\r\n filename="${file}"`,
    '',
    attached,
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

const WISHES_MAX = 5;

/** Where a domain wants its reports (`_smtp._tls`, RFC 8460 section 3): mail addresses and https URLs, at most five. */
export function readReportWishes(records: readonly string[]): { readonly mail: string[]; readonly https: string[] } {
  const ours = records.filter((record) => /^v=TLSRPTv1\s*;/.test(record));
  const rua = ours.length === 1 ? (/;\s*rua\s*=([^;]*)/.exec(ours[0]!)?.[1] ?? '') : '';
  const uris = rua
    .split(',')
    .slice(0, WISHES_MAX)
    .map((uri) => uri.trim());
  const mail = uris.filter((uri) => /^mailto:/i.test(uri)).map((uri) => decode(uri.slice(7).split('?', 1)[0]!));
  return {
    mail: mail.filter((address) => /^[!-~]+@[!-~]+$/.test(address)),
    https: uris.filter((uri) => /^https:\/\//i.test(uri) && URL.canParse(uri)),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
