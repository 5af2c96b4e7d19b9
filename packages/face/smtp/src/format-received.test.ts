import { expect, test } from 'vitest';
import { formatReceived } from './format-received.ts';

const hop = { by: 'hikyaku.test', protocol: 'ESMTP', id: 'x1', at: new Date('2026-11-24T03:00:00Z') };

test('a hop is told as RFC 5321 wants it', () => {
  expect(formatReceived({ ...hop, from: 'mx.one.example', address: '192.0.2.1', rcptTo: 'a@b.example' })).toBe(
    'from mx.one.example ([192.0.2.1]) by hikyaku.test with ESMTP id x1 for <a@b.example>; Tue, 24 Nov 2026 03:00:00 +0000',
  );
  expect(formatReceived({ ...hop, from: 'mx', address: '2001:db8::1' })).toContain('from mx ([IPv6:2001:db8::1]) by');
});

test.each(['[10.0.0.5]', 'a b', 'x;y', 'a(b', ''])('a client cannot write %j into the header', (from) => {
  expect(formatReceived({ ...hop, from })).toMatch(/^from unknown by hikyaku\.test/);
});
