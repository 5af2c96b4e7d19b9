import { expect, test } from 'vitest';
import { type ImposedLimit, narrowLimits } from './imposed-limits.ts';
import type { SiteLimits } from './shaping.ts';

const limits: SiteLimits = {
  rule: 'yahoo',
  provider: 'yahoo',
  connections: 5,
  perConnection: 20,
  perSecond: 10,
  tls: 'opportunistic',
  verifyTls: false,
  learnsUpTo: null,
};
const imposed = (over: Partial<ImposedLimit>): ImposedLimit => ({
  rule: 'a rule',
  source: '',
  tenantId: 0,
  campaignId: 0,
  suspended: false,
  connections: null,
  perMinute: null,
  why: '421 no',
  since: new Date(0),
  until: new Date(60_000),
  leftMs: 60_000,
  ...over,
});

test('without anything imposed the limits stay as they are', () => {
  expect(narrowLimits(limits, [], ['192.0.2.1'])).toEqual({ limits, closedMs: 0 });
});

test('a suspended source closes the site when there is no other', () => {
  const one = imposed({ suspended: true, source: '192.0.2.1' });
  expect(narrowLimits(limits, [one], ['192.0.2.1']).closedMs).toBe(60_000);
  expect(narrowLimits(limits, [imposed({ suspended: true })], []).closedMs).toBe(60_000);
});

test('one bad source does not stop the others', () => {
  const one = imposed({ suspended: true, source: '192.0.2.1' });
  expect(narrowLimits(limits, [one], ['192.0.2.1', '192.0.2.2'])).toEqual({
    limits: { ...limits, sources: ['192.0.2.2'] },
    closedMs: 0,
  });
});

test('when all are suspended, the first that is free again opens the site', () => {
  const both = [
    imposed({ suspended: true, source: '192.0.2.1', leftMs: 9_000 }),
    imposed({ suspended: true, source: '192.0.2.2', leftMs: 4_000 }),
  ];
  expect(narrowLimits(limits, both, ['192.0.2.1', '192.0.2.2']).closedMs).toBe(4_000);
});

test('the narrowest connections and rate count, and a site without a rate gets the imposed one', () => {
  const two = [imposed({ connections: 1 }), imposed({ perMinute: 60 }), imposed({ connections: 3, perMinute: 6 })];
  expect(narrowLimits({ ...limits, perSecond: null }, two, []).limits).toMatchObject({
    connections: 1,
    perSecond: 0.1,
  });
  expect(narrowLimits(limits, [imposed({ perMinute: 6_000 })], []).limits).toMatchObject({ perSecond: 10 });
});

test('what is imposed on a tenant narrows nothing for the others', () => {
  expect(narrowLimits(limits, [imposed({ suspended: true, tenantId: 7 })], []).closedMs).toBe(0);
});
