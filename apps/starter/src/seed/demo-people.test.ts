import { expect, test } from 'vitest';
import { HUNDRED_THOUSAND, makePeople, type Spread, TEN, THOUSAND } from './demo-people.ts';

const lists: [name: string, total: number, spread: Spread][] = [
  ['t', 10, TEN],
  ['k', 1_000, THOUSAND],
  ['h', 100_000, HUNDRED_THOUSAND],
];

test.each(lists)('list %s has %i people, each with an address of its own', (name, total, spread) => {
  const people = makePeople(name, total, spread);
  expect(people).toHaveLength(total);
  expect(new Set(people.map((person) => person.email)).size).toBe(total);
});

test.each(lists.slice(1))(
  'list %s stays below the breakers and below a thousand at each limited receiver',
  (_name, total, spread) => {
    const count = (fits: (one: Spread[number]) => boolean) =>
      spread.filter(fits).reduce((sum, one) => sum + one.people, 0) / total;
    expect(count((one) => one.local === 'unknown')).toBeLessThan(0.04);
    const bounces = (one: Spread[number]) =>
      ['unknown', 'block', 'quota'].includes(one.local ?? '') ||
      ['nomx.example', 'late-bounce.example'].includes(one.domain ?? '');
    expect(count(bounces)).toBeLessThan(0.08);
    expect(count((one) => one.domain === 'complain.example')).toBeLessThan(0.001);
    for (const one of spread.filter(({ domain }) => domain)) expect(one.people).toBeLessThanOrEqual(1_000);
  },
);

test('the thousand are no breaker case even when all who are unknown come among the first 500', () => {
  const unknown = (one: Spread[number]) =>
    one.local === 'unknown' || ['nomx.example', 'late-bounce.example'].includes(one.domain ?? '');
  expect(THOUSAND.filter(unknown).reduce((sum, one) => sum + one.people, 0)).toBeLessThanOrEqual(20);
});

test('no kind of people comes first: any 500 in a row of the hundred thousand have less than 5 % unknown', () => {
  const people = makePeople('h', 100_000, HUNDRED_THOUSAND);
  for (let from = 0; from < people.length; from += 500) {
    const unknown = people.slice(from, from + 500).filter((person) => person.email.startsWith('unknown'));
    expect(unknown.length).toBeLessThan(25);
  }
});
