import { expect, test } from 'vitest';
import { namesHost, parsePolicy, readPolicyId } from './parse-policy.ts';

const GOOD = 'version: STSv1\r\nmode: enforce\r\nmx: mail.a.example\r\nmx: *.b.example\r\nmax_age: 604800\r\n';
const parse = (text: string) => parsePolicy('a.example', '1', text);

test('a policy says mode, hosts and how long it counts', () => {
  expect(parse(GOOD)).toMatchObject({
    ok: true,
    policy: { mode: 'enforce', mx: ['mail.a.example', '*.b.example'], maxAgeSeconds: 604_800 },
  });
  expect(parse('version: STSv1\nmode: none\nmax_age: 99999999999\n').ok).toBe(false);
  expect(parse('version: STSv1\nmode: none\nmax_age: 99999999\nfuture: x\n')).toMatchObject({
    ok: true,
    policy: { mx: [], maxAgeSeconds: 31_557_600 },
  });
});

test.each([
  ['an empty file', ''],
  ['a page', '<html>not found</html>'],
  ['another version', GOOD.replace('STSv1', 'STSv2')],
  ['an unknown mode', GOOD.replace('enforce', 'strict')],
  ['no hosts', 'version: STSv1\nmode: enforce\nmax_age: 1\n'],
  ['no age', GOOD.replace(/max_age.*/, '')],
  ['a negative age', GOOD.replace('604800', '-1')],
  ['a host that is none', GOOD.replace('*.b.example', '*.*.example')],
  ['too many lines', `${GOOD}${'x: y\n'.repeat(1_001)}`],
  ['too many hosts', `${GOOD}${'mx: y.example\n'.repeat(201)}`],
])('refused: %s', (_what, text) => expect(parse(text).ok).toBe(false));

test('a wildcard stands for one label, and only for a whole one', () => {
  const parsed = parse(GOOD);
  const names = (host: string) => parsed.ok && namesHost(parsed.policy, host);
  expect(['mail.a.example', 'MX1.b.example', 'mx.b.example.'].every(names)).toBe(true);
  expect(['b.example', 'a.mx.b.example', 'xb.example', 'mail.a.example.evil.example', ''].some(names)).toBe(false);
});

test('one record with an id announces a policy; two announce none', () => {
  expect(readPolicyId(['spf', 'v=STSv1; id=20260101T00;'])).toBe('20260101T00');
  expect(readPolicyId(['v=STSv1;id=1', 'v=STSv1; id=2'])).toBeUndefined();
  for (const bad of ['v=STSv1; id=a-b;', 'v=STSv1;', 'v=STSv10; id=1', `v=STSv1; id=${'1'.repeat(33)}`]) {
    expect(readPolicyId([bad])).toBeUndefined();
  }
});
