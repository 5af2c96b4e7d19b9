import { expect, test } from 'vitest';
import { askedDelayMs } from './retry-hint.ts';

const MINUTE = 60_000;

test.each([
  ['Please retry in 300 seconds', 5 * MINUTE],
  ['DT:SPM graylisted, please try again in 5 minutes', 5 * MINUTE],
  ['Greylisted for 300 seconds', 5 * MINUTE],
  ['Greylisting in action, please come back in 00:04:59', 299_000],
  ['Greylisting in action, please come back in 01:00:00', 60 * MINUTE],
  ['<a@example.com>: Recipient address rejected: Greylisted for 5 minutes', 5 * MINUTE],
  ['You are being rate limited, wait 10 min and try again', 10 * MINUTE],
  ['Too many messages. Try again in 1 hour.', 60 * MINUTE],
  ['Please try again after 2 hours', 120 * MINUTE],
  ['temporarily deferred, retry after: 90 s', 90_000],
])('"%s" asks for its time', (text, ms) => {
  expect(askedDelayMs(text)).toBe(ms);
});

test('more than four hours are not waited for', () => {
  expect(askedDelayMs('Please try again in 24 hours')).toBe(240 * MINUTE);
  expect(askedDelayMs('come back in 99:59:59')).toBe(240 * MINUTE);
});

test.each([
  'Try again later',
  'Mailbox full',
  'Your message has been queued for 300 seconds',
  '[TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
  'too many invalid recipients in this hour (limit 10)',
  'Gmail has detected an unusual rate of mail. Try again later: 4.7.28 a1-20020.5 - gsmtp',
])('"%s" names no time', (text) => {
  expect(askedDelayMs(text)).toBeNull();
});
