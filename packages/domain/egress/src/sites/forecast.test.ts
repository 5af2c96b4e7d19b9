import { expect, test } from 'vitest';
import { type ForecastSite, forecast } from './forecast.ts';

const site = (over: Partial<ForecastSite>): ForecastSite => ({
  site: 'google',
  people: 1_000,
  connections: 5,
  perSecond: 20,
  closedMs: 0,
  ...over,
});

test('sites are sent to at once, so the slowest one decides', () => {
  const docomo = site({ site: 'docomo', people: 900, connections: 2, perSecond: 5 });
  expect(forecast([site({}), docomo])).toEqual({
    seconds: 180,
    sites: [
      { site: 'docomo', people: 900, seconds: 180 },
      { site: 'google', people: 1_000, seconds: 50 },
    ],
  });
});

test('without a rate the connections decide', () => {
  expect(forecast([site({ perSecond: null, connections: 2 })]).seconds).toBe(25);
  expect(forecast([site({ perSecond: 1_000, connections: 1 })]).seconds).toBe(50);
});

test('a suspension is waited for', () => {
  expect(forecast([site({ closedMs: 3_600_000 })]).seconds).toBe(3_650);
});

test('the rate of the installation holds for all of them together', () => {
  expect(forecast([site({}), site({ site: 'yahoo' })], 10).seconds).toBe(200);
});

test('nobody takes no time', () => {
  expect(forecast([])).toEqual({ seconds: 0, sites: [] });
  expect(forecast([site({ people: 0 })]).sites).toEqual([]);
});
