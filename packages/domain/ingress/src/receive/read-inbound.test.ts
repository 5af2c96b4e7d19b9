import { openKeyring } from '@hikyaku/config';
import { expect, test } from 'vitest';
import { readInbound } from './read-inbound.ts';

const keyring = openKeyring('a'.repeat(64));
const read = (text: string) => readInbound({ mailFrom: '', bytes: Buffer.from(text) }, keyring);
const body = (fields: string) => `${fields}\r\n\r\nx\r\n`;
const NESTED = Array.from(
  { length: 5_000 },
  (_, n) => `Content-Type: multipart/report; boundary=b${n}\r\n\r\n--b${n}\r\n`,
);

test.each<[string, string]>([
  [
    '10,000 parts',
    `Content-Type: multipart/report; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(10_000)}`,
  ],
  ['5,000 levels', NESTED.join('')],
  ['100,000 fields', body('X-A: b\r\n'.repeat(100_000))],
  ['10,000 recipients', body(`To: ${'a@b.example, '.repeat(10_000)}`)],
  ['an unended comment', body(`From: ${'('.repeat(100_000)}`)],
])('a mail of %s says nothing, and is read within its bounds', (_what, text) => {
  expect(read(text)).toMatchObject({ explanation: { kind: 'other' }, quoted: [], signed: [] });
});

test('what is kept of a header is cut, however long it is', () => {
  const mail = read(
    body(`Subject: ${'x'.repeat(5_000_000)}\r\nFrom: ${'y'.repeat(100_000)}\r\nMessage-ID: <${'z'.repeat(9_000)}>`),
  );
  expect([mail.subject.length, mail.fromHeader.length, mail.messageId.length]).toEqual([1_000, 1_000, 1_000]);
});

test('of thousands of quoted ids and of signatures only the first are looked at', () => {
  const ids = Array.from({ length: 5_000 }, (_, n) => `<hk.msg_${String(n).padStart(12, '0')}@x>`).join(' ');
  expect(read(body(`References: ${ids}`)).quoted.length).toBeLessThanOrEqual(20);
  let verified = 0;
  const counting = { verify: () => ++verified < 0 };
  const forged = Array.from({ length: 500 }, (_, n) => `<mailto:u+${n.toString(36)}.${'0'.repeat(24)}@x>`).join(', ');
  const report = `Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nList-Unsubscribe: ${forged}\r\n--b--\r\n`;
  expect(readInbound({ mailFrom: '', bytes: Buffer.from(report) }, counting).signed).toEqual([]);
  expect(verified).toBeLessThanOrEqual(10);
});
