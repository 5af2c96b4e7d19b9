import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntity } from './entity.ts';
import { type Explanation, explain } from './explain.ts';
import { mutateReport, seededNumbers } from './score/mutate-report.ts';

function expectBounded({ recipients, evidence }: Explanation): void {
  expect(recipients.length).toBeLessThanOrEqual(500);
  expect(evidence.length).toBeLessThanOrEqual(10);
  for (const one of recipients) {
    expect(one.diagnostic?.length ?? 0).toBeLessThanOrEqual(1000);
    expect(one.evidence.length).toBe(1);
    expect(one.evidence[0]!.words.length).toBeLessThanOrEqual(200);
  }
}

describe('hostile bytes', () => {
  it('never throw, whatever they are', () => {
    const pieces = [
      'Content-Type: multipart/report; boundary="',
      '\r\n\r\n',
      '--b1',
      '--b1--',
      '\r\n',
      'Final-Recipient: rfc822;',
      'Status: 5',
      '=?x?B?',
      'From: MAILER-DAEMON@',
      '<a@b.example>',
      '\x1b$B',
      '\0',
      'Subject: ',
      'Content-Transfer-Encoding: base64\r\n',
      'Feedback-Type: abuse',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...pieces).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        expect(explain(Buffer.concat(parts)).kind).toBeTypeOf('string');
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('made of real reports, cut, torn, stirred, joined and flooded, give an answer of bounded size', () => {
    const folder = join(import.meta.dirname, 'fixtures');
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    const reports = names.map((name) => readFileSync(join(folder, name)));
    const random = seededNumbers(5);
    for (let n = 0; n < 2000; n += 1) expectBounded(explain(mutateReport(reports, random)));
  }, 60_000);

  it('of 25 MB, packed or in base64, are read no further than the limit', () => {
    const size = 25 * 1024 * 1024;
    const head = 'From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\nMIME-Version: 1.0\r\n';
    const part = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\n`;
    const packed = `${part}Content-Transfer-Encoding: base64\r\n\r\n`;
    for (const [start, fill] of [
      [packed, 'UEsDBBQAAAAIAAAAIQ'],
      [`${head}Content-Transfer-Encoding: base64\r\n\r\n`, 'PGFAYi5leGFtcGxlPg0K'],
      [`${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n`, '=3Ca@b.example=3E=0A'],
    ] as const) {
      const bytes = Buffer.alloc(size, fill);
      bytes.write(start, 'latin1');
      for (const leaf of readEntity(bytes).leaves) expect(leaf.text.length).toBeLessThanOrEqual(512 * 1024);
      expectBounded(explain(bytes));
    }
  });

  it('in 10,000 parts or 200 levels become few leaves', () => {
    const head = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
    expect(readEntity(Buffer.from(head + '--b\r\n\r\nx\r\n'.repeat(10_000))).leaves.length).toBeLessThanOrEqual(60);
    let nest = 'x';
    for (let level = 0; level < 200; level += 1)
      nest = `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n${nest}`;
    const { leaves } = readEntity(Buffer.from(nest));
    expect(leaves.map((leaf) => leaf.path)).toEqual(['1.1.1.1.1.1']);
  });

  it('are read in bounds: deep nests, many parts, long lines, endless recipients', () => {
    let nest = 'Content-Type: text/plain\r\n\r\nx';
    for (let level = 0; level < 200; level += 1)
      nest = `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${nest}`;
    const from = 'From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n';
    const cases = [
      nest,
      `${from}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(50_000)}`,
      `${from}\r\n${'a'.repeat(2_000_000)}`,
      `${from}\r\n${'a@b.example '.repeat(100_000)}`,
      `${from}\r\n${'<a@b.example>\r\n'.repeat(50_000)}`,
      `${from}\r\n${'user '.repeat(200_000)}`,
      `${from}\r\n${'your message '.repeat(100_000)}`,
      `${from}Content-Type: text/html\r\n\r\n${'<'.repeat(500_000)}`,
      `${from}Content-Type: text/html\r\n\r\n${'<style'.repeat(100_000)}`,
      `${from}${'X: y\r\n'.repeat(100_000)}\r\nx`,
      `${from}Subject: ${'=?utf-8?B?'.repeat(50_000)}\r\n\r\nx`,
      `${from}\r\nBelow is a copy of the original message:\n\nReturn-Path: <${'x'.repeat(60_000)}`,
      `${from}To: ${'"'.repeat(500_000)}\r\n\r\n${'-'.repeat(500_000)}`,
    ];
    for (const text of cases) {
      expectBounded(explain(Buffer.from(text)));
    }
  });
});
