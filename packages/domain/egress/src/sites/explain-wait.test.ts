import { expect, test } from 'vitest';
import { explainWait, formatWait, type WaitOf } from './explain-wait.ts';

const quiet: WaitOf = {
  suspension: null,
  warmUpUntil: null,
  ready: 0,
  deferred: 0,
  sending: 0,
  held: 0,
  connectionsOpen: 0,
  connections: { value: 5, rule: 'google' },
  perSecond: { value: 20, rule: 'google' },
  nextAt: null,
};
const at = new Date('2026-03-01T09:00:00Z');
const say = (over: Partial<WaitOf>) => formatWait(explainWait({ ...quiet, ...over }));

test('one line says why mail waits, and which rule it is', () => {
  expect(say({})).toBe('Nothing waits here.');
  expect(say({ sending: 50, ready: 150, connectionsOpen: 2 })).toBe(
    'Sending at 20 a second, as google allows: about 10 s to go.',
  );
  expect(say({ sending: 5, connectionsOpen: 1, perSecond: { value: null, rule: 'route' } })).toBe(
    'Sending over 1 connection(s), without a rate.',
  );
  expect(say({ ready: 9, connectionsOpen: 5 })).toBe(
    'Waiting for a connection: 5 of the 5 that google allows are in use.',
  );
  expect(say({ ready: 9 })).toBe('9 recipient(s) are ready and leave within seconds.');
  expect(say({ deferred: 3, nextAt: at })).toBe(
    '3 recipient(s) were refused for now; the next try is at 2026-03-01T09:00:00.000Z.',
  );
  expect(say({ ready: 9, warmUpUntil: at })).toBe(
    'Our addresses are being warmed up and have sent what today allows: on at 2026-03-01T09:00:00.000Z.',
  );
  expect(say({ held: 4 })).toBe('4 recipient(s) belong to campaigns that are paused.');
});

test('a suspension is said before all else, with the answer that made it', () => {
  const suspension = { until: at, rule: 'yahoo-TSS04', why: '421 4.7.0 [TSS04] deferred' };
  expect(say({ suspension, ready: 100, sending: 3, deferred: 5, nextAt: at })).toBe(
    'Suspended until 2026-03-01T09:00:00.000Z by yahoo-TSS04: 421 4.7.0 [TSS04] deferred',
  );
});
