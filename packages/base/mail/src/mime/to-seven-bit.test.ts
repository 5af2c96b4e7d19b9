import { isAscii } from 'node:buffer';
import { expect, test } from 'vitest';
import { readMessage } from './read-message.ts';
import { toSevenBit } from './to-seven-bit.ts';

const message = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
/** What a person sees. The reader counts the line end before a boundary to a part that is not encoded: that is left out. */
async function read(raw: Buffer) {
  const { from, to, subject, text, attachments } = await readMessage(raw);
  const names = attachments.map((file) => file.filename);
  return { from, to, subject, text: (text ?? '').replace(/\s+/g, ' ').replaceAll(' "', '"').trim(), names };
}

const PLAIN = message(
  'From: 山田 太郎 <a@x.example>',
  'To: "髙﨑, ㈱" <b@y.example>, c@z.example',
  'Subject: こんにちは、皆様',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'おはようございます。',
  '',
);
const MIXED = message(
  'From: a@x.example',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="=_b"',
  'Content-Transfer-Encoding: 8bit',
  '',
  'preamble é',
  '--=_b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'A café, mostly in ASCII and long enough that it shows.',
  '--=_b',
  'Content-Type: application/octet-stream; name="請求書.bin"',
  'Content-Disposition: attachment; filename="請求書.bin"',
  '',
  '\u00ff\u00fe',
  '--=_b',
  'Content-Type: message/rfc822',
  '',
  'Subject: 中',
  'Content-Type: text/plain; charset=utf-8',
  '',
  '中身',
  '--=_b--',
  '',
);

test('what is ASCII is not touched, and costs no copy', () => {
  const raw = message('Subject: x', '', 'y', '');
  expect(toSevenBit(raw).bytes).toBe(raw);
});

test('a message of 8-bit text says the same in ASCII', async () => {
  const { bytes, eightBit, utf8 } = toSevenBit(PLAIN);
  expect([isAscii(bytes), eightBit, utf8]).toEqual([true, false, false]);
  const [before, after] = [await read(PLAIN), await read(bytes)];
  expect(after).toEqual(before);
  expect(after.from).toBe('山田 太郎 <a@x.example>');
  expect(after.to).toContain('髙﨑, ㈱ <b@y.example>');
  expect(after.text).toBe('おはようございます。');
  expect(String(bytes)).toContain('MIME-Version: 1.0\r\n');
});

test('parts, file names and forwarded messages keep their bytes', async () => {
  const { bytes, eightBit } = toSevenBit(MIXED);
  expect(eightBit).toBe(false);
  const [before, after] = [await read(MIXED), await read(bytes)];
  expect(after).toEqual(before);
  expect(after.names).toEqual(['請求書.bin']);
  expect(String(bytes)).toContain('A caf=C3=A9, mostly');
  expect(String(bytes)).toContain('Content-Transfer-Encoding: base64');
  expect(toSevenBit(MIXED).bytes.equals(bytes)).toBe(true);
});

test('what somebody signed stays as it was, and an address that needs SMTPUTF8 is told', () => {
  const signed = message(
    'Subject: x',
    'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"',
    '',
    '--b',
    '',
    'é',
    '--b--',
    '',
  );
  expect(toSevenBit(signed)).toEqual({ bytes: signed, eightBit: true, utf8: false });
  const local = toSevenBit(message('From: 太郎@x.example', '', 'y', ''));
  expect([local.eightBit, local.utf8]).toEqual([true, true]);
});

test('hostile structure ends, and is never more than it was three times over', () => {
  const deep = Buffer.from(`${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(3_000)}é`);
  expect(toSevenBit(deep).bytes.length).toBeLessThan(3 * deep.length);
  const wide = Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\né\r\n'.repeat(5_000)}`);
  expect(toSevenBit(wide).eightBit).toBe(true);
  for (const odd of ['é', '\r\né', ': é\r\n\r\n', 'é: x\r\n\r\né', 'Content-Type: multipart/x\r\n\r\né']) {
    expect(() => toSevenBit(Buffer.from(odd))).not.toThrow();
  }
});
