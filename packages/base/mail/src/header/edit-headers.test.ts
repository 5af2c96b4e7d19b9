import { describe, expect, it } from 'vitest';
import { addHeaders, removeHeaders } from './edit-headers.ts';
import { formatFeedbackId, listUnsubscribeHeaders } from './list-unsubscribe.ts';
import { readHeaders, splitMessage } from './split-message.ts';

const raw = Buffer.from(
  'Received: a\r\n\tb\r\nBcc: x@example.com,\r\n y@example.com\r\nX-Hikyaku-Tag: t\r\nSubject: s\r\nx-hikyaku-stream: bulk\r\n\r\nBcc: in the body\r\n\xff\r\n',
  'latin1',
);

describe('the bytes of a submitted message', () => {
  it('stay below the fields put on top', () => {
    const added = addHeaders(raw, [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']]);
    expect(added.toString('latin1')).toBe(
      `List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n${raw.toString('latin1')}`,
    );
  });

  it('lose whole fields by name and by prefix, and nothing of the body', () => {
    expect(removeHeaders(raw, ['bcc', 'X-Hikyaku-*']).toString('latin1')).toBe(
      'Received: a\r\n\tb\r\nSubject: s\r\n\r\nBcc: in the body\r\n\xff\r\n',
    );
    expect(removeHeaders(raw, ['Idempotency-Key'])).toBe(raw);
  });

  it('lose the only field, or the last one without a body', () => {
    expect(removeHeaders(Buffer.from('Bcc: a\r\n\r\nx'), ['Bcc']).toString()).toBe('\r\nx');
    expect(removeHeaders(Buffer.from('A: b\r\nBcc: a'), ['Bcc']).toString()).toBe('A: b\r\n');
  });
});

describe('reading headers', () => {
  it('unfolds, keeps order and repeats, and skips what is no field', () => {
    expect(readHeaders(Buffer.from('A: 1\r\n  2\r\nnonsense\r\na:3\n\tx\nÜ: 4\r\nB : 日本\r\n\r\nC: body'))).toEqual([
      ['A', '1  2'],
      ['a', '3\tx'],
      ['B', '日本'],
    ]);
  });

  it('finds the body after CRLF, LF or at once', () => {
    for (const text of ['A: b\r\n\r\nx', 'A: b\n\nx', '\r\nx', '\nx']) {
      expect(splitMessage(Buffer.from(text)).body.toString()).toBe('x');
    }
    expect(splitMessage(Buffer.from('A: b')).body.length).toBe(0);
  });
});

describe('bulk mail', () => {
  it('can be left with one click and by mail', () => {
    expect(listUnsubscribeHeaders({ url: 'https://example.jp/u/1', mailto: 'u+1.ab@example.jp' })).toEqual([
      ['List-Unsubscribe', '<mailto:u+1.ab@example.jp>, <https://example.jp/u/1>'],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ]);
  });

  it('names itself to feedback loops in four parts', () => {
    expect(formatFeedbackId({ campaign: 'cmp_1', tenant: 'a:b', stream: 'bulk', platform: 'hikyaku' })).toBe(
      'cmp_1:a_b:bulk:hikyaku',
    );
  });
});
