import { expect, test } from 'vitest';
import { addPace } from './pace.ts';
import type { LiveState } from './view.ts';

const live: LiveState = {
  status: 'sending',
  pauseReason: null,
  planned: 1_000,
  counts: {
    queued: 500,
    sending: 0,
    deferred: 0,
    delivered: 500,
    bounced: 0,
    expired: 0,
    suppressed: 0,
    canceled: 0,
    unconfirmed: 0,
  },
  facts: { opened: 0, clicked: 0, complained: 0, unsubscribed: 0 },
  perSecond: null,
  secondsLeft: null,
  sites: [],
  otherSites: { sites: 0, people: 0, open: 0, delivered: 0, inUse: 0 },
  refusals: [],
  at: '2026-01-01T00:00:00.000Z',
};

test('rate and time left come from what was settled between two moments', () => {
  const paced = addPace(live, [
    { atMs: 0, settled: 300 },
    { atMs: 2_000, settled: 500 },
  ]);
  expect(paced).toMatchObject({ perSecond: 100, secondsLeft: 5 });
});

test('a campaign that stands still names no end, and a first look names no rate', () => {
  const still = [
    { atMs: 0, settled: 500 },
    { atMs: 1_000, settled: 500 },
  ];
  expect(addPace(live, still)).toMatchObject({ perSecond: 0, secondsLeft: null });
  expect(addPace(live, still.slice(0, 1))).toMatchObject({ perSecond: null, secondsLeft: null });
});
