import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readMessage } from './read-message.ts';

const head = 'From: A <a@one.example>\r\nSubject: bomb\r\n';
const levels = (count: number) =>
  Array.from({ length: count }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join('');

test.each<[string, string, string]>([
  [
    '10,000 parts',
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nfirst\r\n'.repeat(10_000)}--b--\r\n`,
    'first',
  ],
  [
    '10,000 attachments',
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n${'--b\r\nContent-Type: application/zip\r\n\r\nx\r\n'.repeat(10_000)}--b--\r\n`,
    'first',
  ],
  ['300 levels', `${levels(300)}Content-Type: text/plain\r\n\r\nfirst\r\n`, ''],
  ['10,000 levels', `${levels(10_000)}Content-Type: text/plain\r\n\r\nfirst\r\n`, ''],
  ['10,000 messages inside each other', `${'Content-Type: message/rfc822\r\n\r\n'.repeat(10_000)}first\r\n`, ''],
  ['100,000 fields', `${'X-A: b\r\n'.repeat(200_000)}\r\nfirst\r\n`, 'first'],
  ['a field of 2 MB', `X-A: ${'x'.repeat(2_000_000)}\r\n\r\nfirst\r\n`, 'first'],
])('%s: the header and the first text are shown, and nothing is taken apart', async (_what, rest, text) => {
  const mail = await readMessage(Buffer.from(head + rest));
  expect(mail).toMatchObject({ from: 'A <a@one.example>', subject: 'bomb', html: null, attachments: [] });
  expect(mail.text ?? '').toContain(text);
  expect(mail.headers.length).toBeLessThanOrEqual(1_000);
});

test('a mail with as many parts as people send is read whole', async () => {
  const part = '--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\nx\r\n';
  const raw = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n${part.repeat(200)}--b--\r\n`;
  const mail = await readMessage(Buffer.from(raw));
  expect(mail.attachments).toHaveLength(200);
});

test('a zip bomb stays as small as it came: nothing is unpacked', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000));
  const raw = [
    `${head}MIME-Version: 1.0`,
    'Content-Type: application/zip; name=a.zip',
    'Content-Disposition: attachment; filename=a.zip',
    'Content-Transfer-Encoding: base64',
    '',
    bomb.toString('base64'),
  ].join('\r\n');
  expect((await readMessage(Buffer.from(raw))).attachments).toMatchObject([
    { filename: 'a.zip', sizeBytes: bomb.length },
  ]);
});
