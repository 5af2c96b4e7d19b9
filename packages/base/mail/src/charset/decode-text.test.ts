import Encoding from 'encoding-japanese';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createTextDecoder, decodeText } from './decode-text.ts';

const text = '氏名,メール\r\n髙﨑 花子①㈱,a@example.com\r\nﾔﾏﾀﾞ ﾀﾛｳ,b@example.com\r\n山田太郎,c@example.com\r\n';
const jisText = '氏名,メール\r\n山田太郎,c@example.com\r\n';
const files: [string, Buffer, string][] = [
  ['utf-8', Buffer.from(text), text],
  ['utf-8', Buffer.from(`\ufeff${text}`), text],
  ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), text],
  ['utf-16le', Buffer.from(text, 'utf16le'), text],
  ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), text],
  ['utf-16be', Buffer.from(text, 'utf16le').swap16(), text],
  ['cp932', iconv.encode(text, 'cp932'), text],
  ['euc-jp', iconv.encode(jisText, 'euc-jp'), jisText],
  [
    'iso-2022-jp',
    Buffer.from(Encoding.convert(Encoding.stringToCode(jisText), { to: 'JIS', from: 'UNICODE' })),
    jisText,
  ],
];

describe('a file of a Japanese office', () => {
  it.each(files)('in %s is told and read', (encoding, bytes, wanted) => {
    expect(decodeText(bytes)).toEqual({ text: wanted, encoding });
  });

  it.each(files)('in %s can be read byte by byte', (encoding, bytes, wanted) => {
    const decoder = createTextDecoder(encoding as Parameters<typeof createTextDecoder>[0]);
    let read = '';
    for (const byte of bytes) read += decoder.write(Buffer.from([byte]));
    expect(read + decoder.end()).toBe(wanted);
  });

  it('of a few kanji or half-width kana is told', () => {
    expect(decodeText(iconv.encode('日本', 'cp932')).text).toBe('日本');
    expect(decodeText(iconv.encode('日本語', 'euc-jp')).text).toBe('日本語');
    expect(decodeText(iconv.encode('ﾔﾏﾀﾞ,山田', 'cp932')).text).toBe('ﾔﾏﾀﾞ,山田');
  });

  it('with one broken character loses only that', () => {
    const broken = Buffer.concat([Buffer.from('山田,'), Buffer.from([0xff]), Buffer.from(',太郎')]);
    expect(decodeText(broken, 'utf-8').text).toBe('山田,\ufffd,太郎');
    const long = Buffer.concat([Buffer.from('山田太郎,東京都\n'.repeat(10)), broken]);
    expect(decodeText(long).encoding).toBe('utf-8');
  });

  it('may be empty', () => {
    expect(decodeText(Buffer.alloc(0))).toEqual({ text: '', encoding: 'utf-8' });
  });
});
