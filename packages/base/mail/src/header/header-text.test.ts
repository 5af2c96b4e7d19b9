import Encoding from 'encoding-japanese';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeaderText } from './decode-header-text.ts';
import { encodeHeaderText, hasLineBreak } from './encode-header-text.ts';
import { foldHeader } from './fold-header.ts';
import { formatMailbox } from './format-mailbox.ts';

const unfold = (field: string) => field.replace(/\r\n(?=[ \t])/g, '').replace(/\r\n$/, '');

describe('header text', () => {
  it('comes back as it was, in encoded words of at most 75 characters and lines within the limits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const field = foldHeader('Subject', encodeHeaderText(text));
        for (const line of field.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
        for (const word of field.match(/=\?UTF-8\?B\?[^?]*\?=/g) ?? []) {
          expect(word.length).toBeLessThanOrEqual(75);
          const bytes = Buffer.from(word.slice(10, -2), 'base64');
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
        }
        const wanted = text.replace(/[\r\n\0\t]+/g, ' ').replace(/[\u0001-\u001f\u007f]/g, '');
        const value = decodeHeaderText(unfold(field).slice('Subject: '.length));
        expect(value.trim()).toBe(wanted.trim());
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('stays on lines of 78 for a long Japanese subject', () => {
    const field = foldHeader(
      'Subject',
      encodeHeaderText('飛脚は江戸時代の通信手段であり手紙や荷物を運んだ🍁'.repeat(8)),
    );
    for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
    expect(field).toMatch(/^Subject: =\?UTF-8/);
  });

  it.each(['x\r\nBcc: evil@example.com', 'x\nBcc: evil@example.com', 'x\r\n\r\nbody', '\r\nBcc: x', 'あ\r\nBcc: x'])(
    'cannot start another header field: %j',
    (text) => {
      for (const field of [foldHeader('Subject', encodeHeaderText(text)), foldHeader('X-Raw', text)]) {
        expect(unfold(field)).not.toMatch(/[\r\n]/);
      }
      expect(formatMailbox({ name: text, address: 'a@example.com' })).not.toMatch(/[\r\n]/);
      expect(hasLineBreak(text)).toBe(true);
    },
  );

  it('that looks encoded is encoded', () => {
    expect(decodeHeaderText(encodeHeaderText('see =?UTF-8?B?eA==?= here'))).toBe('see =?UTF-8?B?eA==?= here');
  });

  it('is cut where a single word is over the limit', () => {
    for (const word of ['x'.repeat(3000), 'あ'.repeat(3000), '😀'.repeat(1500)]) {
      for (const line of foldHeader('X-Long', word).split('\r\n'))
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998);
    }
  });
});

describe('header text of others', () => {
  const jis = (text: string) =>
    Buffer.from(Encoding.convert(Encoding.stringToCode(text), { to: 'JIS', from: 'UNICODE' }));

  it.each([
    ['=?utf-8?Q?caf=C3=A9_au_lait?=', 'café au lait'],
    ['=?ISO-8859-1?Q?caf=E9?= x', 'café x'],
    ['=?utf-8?B?44GT44KT?= =?utf-8?B?44Gr44Gh44Gv?=', 'こんにちは'],
    ['Re: =?utf-8*ja?B?44GT?=  =?utf-8?B?44KT?= end', 'Re: こん end'],
    ['=?x-unknown?B?eA==?=', 'x'],
    ['=?utf-8?B?broken', '=?utf-8?B?broken'],
  ])('is read: %s', (raw, text) => expect(decodeHeaderText(raw)).toBe(text));

  it('is read when a word ends inside a character', () => {
    const bytes = Buffer.from('飛脚');
    const words = [bytes.subarray(0, 4), bytes.subarray(4)].map((part) => `=?UTF-8?B?${part.toString('base64')}?=`);
    expect(decodeHeaderText(words.join('\t'))).toBe('飛脚');
  });

  it('is read in ISO-2022-JP, encoded or raw', () => {
    expect(decodeHeaderText(`=?ISO-2022-JP?B?${jis('配送エラー').toString('base64')}?=`)).toBe('配送エラー');
    expect(decodeHeaderText(jis('配送エラー').toString('latin1'))).toBe('配送エラー');
  });
});

describe('a mailbox', () => {
  it.each([
    [{ address: 'a@example.com' }, 'a@example.com'],
    [{ name: 'Jane Doe', address: 'a@example.com' }, 'Jane Doe <a@example.com>'],
    [{ name: 'Doe, "J" \\', address: 'a@example.com' }, '"Doe, \\"J\\" \\\\" <a@example.com>'],
    [{ name: '山田', address: 'a@例え.jp' }, '=?UTF-8?B?5bGx55Sw?= <a@xn--r8jz45g.jp>'],
    [{ name: ' ', address: 'a@example.com' }, 'a@example.com'],
  ])('is written: %j', (mailbox, text) => expect(formatMailbox(mailbox)).toBe(text));
});
