import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

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

  it('made of real reports, cut, doubled and stirred, never throw', () => {
    const folder = join(import.meta.dirname, 'fixtures');
    const reports = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    const report = fc.constantFrom(...reports).map((name) => readFileSync(join(folder, name)));
    const damage = fc.record({
      kind: fc.constantFrom('cut', 'double', 'byte'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.nat(255),
    });
    fc.assert(
      fc.property(report, fc.array(damage, { minLength: 1, maxLength: 8 }), (bytes, damages) => {
        const damaged = damages.reduce((before, { kind, at, byte }) => {
          const index = Math.floor(at * before.length);
          if (kind === 'cut') return before.subarray(0, index);
          if (kind === 'double') return Buffer.concat([before.subarray(0, index), before.subarray(index >> 1)]);
          return Buffer.concat([before.subarray(0, index), Buffer.from([byte]), before.subarray(index + 1)]);
        }, bytes);
        const explained = explain(damaged);
        for (const one of explained.recipients) expect(one.evidence.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000, seed: 5 },
    );
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
      `${from}To: ${'"'.repeat(500_000)}\r\n\r\n${'-'.repeat(500_000)}`,
    ];
    for (const text of cases) {
      const explained = explain(Buffer.from(text));
      expect(explained.recipients.length).toBeLessThanOrEqual(500);
    }
  });
});
