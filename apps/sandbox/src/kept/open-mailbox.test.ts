import { describe, expect, it } from 'vitest';
import { openMailbox } from './open-mailbox.ts';
import { readAddress, readHeader } from './read-header.ts';
import { seenHashes } from './seen-hashes.ts';

const mail = (id: string, size = 0) => Buffer.from(`Subject: x\r\nMessage-Id:\r\n <${id}>\r\n\r\n${'x'.repeat(size)}`);

describe('the mailbox', () => {
  it('counts a Message-ID that came twice to one person as a duplicate, and to two persons not', () => {
    const box = openMailbox({ mostMessages: 10, mostBytes: 10_000 });
    box.add('b@x', ['a@one.example', 'b@One.example'], mail('1'));
    box.add('b@x', ['A@one.example'], mail('1'));
    box.add('b@x', ['c@two.example'], mail('1'));
    expect(box.counts()).toEqual({
      accepted: 4,
      duplicates: 1,
      violations: 0,
      by_domain: { 'one.example': 3, 'two.example': 1 },
    });
  });
  it('keeps the newest up to both bounds and counts all', () => {
    const box = openMailbox({ mostMessages: 3, mostBytes: 1_000 });
    for (let n = 1; n <= 5; n++) box.add('', [`p${n}@x.example`], mail(String(n)));
    expect(box.list(10).map((kept) => kept.rcptTo)).toEqual(['p5@x.example', 'p4@x.example', 'p3@x.example']);
    box.add('', ['big@x.example'], mail('6', 950));
    expect(box.list(10).map((kept) => kept.rcptTo)).toEqual(['big@x.example']);
    expect(box.find('m5')).toBeUndefined();
    expect(box.counts().accepted).toBe(6);
  });
  it('finds by the whole address, newest first', () => {
    const box = openMailbox({ mostMessages: 10, mostBytes: 10_000 });
    for (const to of ['a@x.example', 'aa@x.example', 'a@x.example']) box.add('', [to], mail(to));
    expect(box.list(10, 'a@x.example').map((kept) => kept.id)).toEqual(['m3', 'm1']);
    expect(box.list(1, 'a@x.example').map((kept) => kept.id)).toEqual(['m3']);
    expect(box.list(10, 'x.example')).toEqual([]);
  });
  it('is empty after it was emptied, and never gives an id twice', () => {
    const box = openMailbox({ mostMessages: 10, mostBytes: 10_000 });
    box.add('', ['a@x.example'], mail('1'));
    box.addViolation();
    box.empty();
    expect(box.list(10)).toEqual([]);
    expect(box.counts()).toEqual({ accepted: 0, duplicates: 0, violations: 0, by_domain: {} });
    expect(box.add('', ['a@x.example'], mail('1'))).toBe('m2');
    expect(box.counts().duplicates).toBe(0);
  });
});

describe('seenHashes', () => {
  it('knows every string again while it grows, and over a change of generation', () => {
    const seen = seenHashes(5_000);
    for (let n = 0; n < 9_000; n++) expect(seen.add(`id ${n}`)).toBe(false);
    for (let n = 4_000; n < 9_000; n++) expect(seen.add(`id ${n}`)).toBe(true);
  });
});

describe('readHeader', () => {
  it('unfolds, ignores case, and takes nothing from the body', () => {
    expect(readHeader(mail('7'), 'message-id')).toBe('<7>');
    expect(readHeader(Buffer.from('Subject: x\r\n\r\nTo: a'), 'to')).toBeUndefined();
    expect(readHeader(Buffer.from('X-To: b\r\nTo: a\r\n'), 'to')).toBe('a');
  });
  it('reads the bare address of a From in any form', () => {
    expect(readAddress('"A, B" <a@b.test>')).toBe('a@b.test');
    expect(readAddress('a@b.test')).toBe('a@b.test');
    expect(readAddress('nobody')).toBeUndefined();
  });
});
