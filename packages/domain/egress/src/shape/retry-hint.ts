const MINUTE = 60_000;
const UNITS = { s: 1_000, m: MINUTE, h: 60 * MINUTE } as const;

/** Nobody's wish makes a recipient wait for longer than this. */
const MOST_MS = 4 * 60 * MINUTE;

const VERB =
  /\b(?:re-?try|re-?send|try(?:ing)?(?: your request| sending)?(?: it)?(?: once)? (?:again|back|later)|come back|graylist(?:ed|ing)?|greylist(?:ed|ing)?|wait|deferred)\b/i;
const CLOCK = /\b(?:in|after|for)(?: at least| about)?:? (\d{1,2}):(\d\d):(\d\d)\b/i;
const AMOUNT =
  /\b(?:in|after|for|wait)(?: at least| about| another)?:? (\d{1,5}) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b/i;

/**
 * How long an answer asks to be left alone ("try again in 300 seconds", "please come back in 00:05:00"): milliseconds,
 * at most four hours; null when it names no time.
 */
export function askedDelayMs(text: string): number | null {
  if (!VERB.test(text)) return null;
  const clock = CLOCK.exec(text);
  if (clock) return capped(Number(clock[1]) * UNITS.h + Number(clock[2]) * UNITS.m + Number(clock[3]) * UNITS.s);
  const amount = AMOUNT.exec(text);
  if (!amount) return null;
  const unit = amount[2]!.charAt(0).toLowerCase() as keyof typeof UNITS;
  return capped(Number(amount[1]) * UNITS[unit]);
}

const capped = (ms: number): number => Math.min(ms, MOST_MS);
