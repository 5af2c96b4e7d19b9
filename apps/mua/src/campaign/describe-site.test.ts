import { expect, test } from 'vitest';
import { describeSite } from './describe-site.ts';

const site = {
  key: 'docomo',
  mx: ['mx.docomo.example'],
  learned: null,
  domain: 'docomo.example',
  people: 100,
  open: 60,
  deferred: 0,
  delivered: 40,
  connections: 2,
  nextAt: null,
};
const allows = { connections: 2, perSecond: 10 };
const sending = { status: 'sending' } as const;

test('a site with a rate is done when the rest has gone at that rate, or at the pace that was seen', () => {
  const row = describeSite(site, allows, sending, []);
  expect(row).toMatchObject({ site: 'docomo.example', doing: 'rate', inUse: 2 });
  expect(row.doneAt).toBeNull();
  const later = [
    { atMs: 1_000, settled: 20 },
    { atMs: 5_000, settled: 40 },
  ];
  expect(describeSite(site, allows, sending, later).doneAt).toBe(new Date(17_000).toISOString());
  expect(describeSite(site, allows, sending, later.slice(1)).doneAt).toBe(new Date(11_000).toISOString());
});

test('what a site waits for is said: its turn, the next retry, its campaign', () => {
  const idle = { ...site, connections: 0 };
  expect(describeSite(idle, allows, sending, [{ atMs: 0, settled: 40 }])).toMatchObject({
    doing: 'turn',
    doneAt: null,
  });
  expect(describeSite(idle, allows, { status: 'paused' }, []).doing).toBe('paused');
  const nextAt = new Date('2026-11-24T05:00:00Z');
  const put = describeSite({ ...idle, deferred: 60, nextAt }, allows, sending, []);
  expect(put).toMatchObject({ doing: 'retry', nextAt: nextAt.toISOString(), doneAt: null });
  expect(describeSite({ ...idle, open: 0 }, allows, sending, []).doing).toBe('done');
  const free = { connections: 50, perSecond: null };
  expect(describeSite(site, free, sending, []).doing).toBe('sending');
});
