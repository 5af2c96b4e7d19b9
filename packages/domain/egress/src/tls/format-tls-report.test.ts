import { gunzipSync } from 'node:zlib';
import { readMessage } from '@hikyaku/mail';
import { expect, test } from 'vitest';
import { formatTlsReport, formatTlsReportMail, readReportWishes, type TlsReport } from './format-tls-report.ts';

const place = { mx_host: 'mx.a.example', mx_ip: '192.0.2.1', source_ip: '192.0.2.9' };
const REPORT: TlsReport = {
  id: '2026-01-31.a.example@hikyaku.test',
  submitter: 'hikyaku.test',
  domain: 'a.example',
  day: '2026-01-31',
  sts: { lines: ['version: STSv1', 'mode: testing', 'mx: mx.a.example', 'max_age: 60'], mx: ['mx.a.example'] },
  counted: [
    { policy: 'sts', result: '', ...place, detail: '', sessions: 7 },
    { policy: 'sts', result: 'certificate-expired', ...place, detail: 'CERT_HAS_EXPIRED', sessions: 2 },
    {
      policy: 'sts',
      result: 'sts-policy-fetch-error',
      mx_host: '',
      mx_ip: '',
      source_ip: '',
      detail: 'x',
      sessions: 1,
    },
    { policy: 'no-policy-found', result: '', ...place, detail: '', sessions: 3 },
  ],
};

test('a report sums up sessions and tells each kind of failure', () => {
  expect(JSON.parse(formatTlsReport(REPORT))).toEqual({
    'organization-name': 'hikyaku.test',
    'date-range': { 'start-datetime': '2026-01-31T00:00:00Z', 'end-datetime': '2026-01-31T23:59:59Z' },
    'contact-info': 'postmaster@hikyaku.test',
    'report-id': REPORT.id,
    policies: [
      {
        policy: {
          'policy-type': 'sts',
          'policy-domain': 'a.example',
          'policy-string': REPORT.sts!.lines,
          'mx-host': ['mx.a.example'],
        },
        summary: { 'total-successful-session-count': 7, 'total-failure-session-count': 3 },
        'failure-details': [
          {
            'result-type': 'certificate-expired',
            'sending-mta-ip': '192.0.2.9',
            'receiving-mx-hostname': 'mx.a.example',
            'receiving-ip': '192.0.2.1',
            'failed-session-count': 2,
            'failure-reason-code': 'CERT_HAS_EXPIRED',
          },
          { 'result-type': 'sts-policy-fetch-error', 'failed-session-count': 1, 'failure-reason-code': 'x' },
        ],
      },
      {
        policy: { 'policy-type': 'no-policy-found', 'policy-domain': 'a.example' },
        summary: { 'total-successful-session-count': 3, 'total-failure-session-count': 0 },
        'failure-details': [],
      },
    ],
  });
});

test('the mail carries the report, packed, under the name that the RFC gives it', async () => {
  const at = new Date('2026-02-01T01:00:00Z');
  const raw = formatTlsReportMail(REPORT, { from: 'tls@hikyaku.test', to: ['tls@a.example'], at });
  const mail = await readMessage(raw);
  expect(mail.subject).toBe(`Report Domain: a.example Submitter: hikyaku.test Report-ID: <${REPORT.id}>`);
  expect(mail.attachments).toMatchObject([
    { contentType: 'application/tlsrpt+gzip', filename: 'hikyaku.test!a.example!1769817600!1769903999.json.gz' },
  ]);
  const packed = /gz"\r\n\r\n([\s\S]*?)\r\n--/.exec(raw.toString())![1]!;
  expect(gunzipSync(Buffer.from(packed, 'base64')).toString()).toBe(formatTlsReport(REPORT));
});

test.each([
  [['v=TLSRPTv1; rua=mailto:tls@a.example'], { mail: ['tls@a.example'], https: [] }],
  [
    ['x', 'v=TLSRPTv1;rua=https://a.example/r,mailto:a%2Bb@c.example?subject=x'],
    { mail: ['a+b@c.example'], https: ['https://a.example/r'] },
  ],
  [['v=TLSRPTv1; rua=mailto:a@b.example', 'v=TLSRPTv1; rua=mailto:c@d.example'], { mail: [], https: [] }],
  [['v=TLSRPTv1; rua=ftp://x, mailto:no, mailto:%zz, mailto:a@b%0d%0aBcc:x, http://x'], { mail: [], https: [] }],
  [[], { mail: [], https: [] }],
])('%j wishes %j', (records, wishes) => expect(readReportWishes(records)).toEqual(wishes));
