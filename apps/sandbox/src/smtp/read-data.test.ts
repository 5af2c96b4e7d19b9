import { describe, expect, it } from 'vitest';
import { readData } from './read-data.ts';

/** Feeds the text in chunks of `size` bytes; answers the message and what was left over, or undefined when it did not end. */
function feed(text: string, size: number): { message: string; rest: string } | undefined {
  const reader = readData(1_000_000);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    const used = reader.push(chunk);
    if (used !== undefined) {
      return { message: reader.message().toString('latin1'), rest: bytes.toString('latin1', at + used) };
    }
  }
  return undefined;
}

describe('readData', () => {
  it.each([
    ['a\r\n.\r\n', 'a\r\n'],
    ['.\r\n', ''],
    ['\r\n.\r\n', '\r\n'],
    ['..\r\n.\r\n', '.\r\n'],
    ['a\r\n..b\r\n...\r\n.\r\n', 'a\r\n.b\r\n..\r\n'],
    ['.a\r\n.\r\n', 'a\r\n'],
    ['\r\n..\r\n..\r\n\r\n.\r\n', '\r\n.\r\n.\r\n\r\n'],
  ])('takes the dots back in %j, however it is cut', (text, message) => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 100]) {
      const read = feed(`${text}QUIT\r\n`, size);
      expect(read?.message).toBe(message);
      expect('QUIT\r\n'.startsWith(read!.rest) || read!.rest === 'QUIT\r\n').toBe(true);
    }
  });
  it.each(['\n.\n', '\r\n.\n', '\n.\r\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\r\n\x00.\r\n', '\n.\r', '\r.\n'])(
    'does not end at %j',
    (end) => {
      for (const size of [1, 3, 100]) expect(feed(`a${end}MAIL FROM:<forged@x>\r\n`, size)).toBeUndefined();
    },
  );
  it('reads a message over its bound to the end and keeps none of it', () => {
    const reader = readData(10);
    expect(reader.push(Buffer.from('x'.repeat(20)))).toBeUndefined();
    expect(reader.push(Buffer.from('\r\n.\r\nQUIT'))).toBe(5);
    expect(reader.isTooBig).toBe(true);
  });
});
