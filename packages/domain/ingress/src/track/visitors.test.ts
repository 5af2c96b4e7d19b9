import { expect, test } from 'vitest';
import { AGENTS } from './agents.ts';
import { judgeVisits } from './judge-visits.ts';
import { readVisitor, type Visitor } from './read-visitor.ts';
import type { Visit } from './visit.ts';

test.each(AGENTS.map(({ name, kind, says }) => [name, kind, says] as const))('%s is a %s', (_name, kind, says) => {
  expect(readVisitor({ 'user-agent': says })).toBe(kind);
});

test.each([
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari Line/13.0.0',
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.17328)',
  'curl/8.5.0',
])('a person: %s', (agent) => expect(readVisitor({ 'user-agent': agent })).toBe('person'));

test.each([
  {},
  { 'user-agent': ' ' },
  { 'user-agent': 'Mozilla/5.0 (X11) Firefox/130.0', 'sec-purpose': 'prefetch;prerender' },
  { 'user-agent': 'Mozilla/5.0 (X11) Firefox/130.0', purpose: 'preview' },
])('nobody asked for it yet: %j', (headers) => expect(readVisitor(headers)).toBe('scanner'));

const visit = (link: number, at: number, visitor: Visitor = 'person'): Visit => ({
  deliveryId: 1,
  link,
  url: '',
  visitor,
  agent: '',
  at,
});
const machines = (visits: Visit[], deliveredAt: number | null) =>
  judgeVisits(visits, deliveredAt).map(({ machine }) => machine);

test('many links right after delivery are a scanner, with the picture that it took', () => {
  const burst = [visit(0, 1_100), visit(1, 1_200), visit(2, 1_300), visit(3, 1_400), visit(1, 9_000)];
  expect(machines(burst, 1_000)).toEqual([true, true, true, true, false]);
  expect(machines(burst.slice(0, 4), null)).toEqual([true, true, true, true]);
});

test('one link at once, or many later, is a person', () => {
  expect(machines([visit(1, 1_100), visit(1, 1_150), visit(2, 1_200)], 1_000)).toEqual([false, false, false]);
  expect(machines([visit(1, 5_000), visit(2, 5_001), visit(3, 5_002)], 1_000)).toEqual([false, false, false]);
});

test("a proxy's picture counts unless it was fetched ahead; a scanner never counts", () => {
  expect(machines([visit(0, 5_000, 'proxy'), visit(0, 60_000, 'proxy')], 1_000)).toEqual([true, false]);
  expect(machines([visit(0, 999_000, 'scanner'), visit(2, 999_000, 'scanner')], 1_000)).toEqual([true, true]);
});
