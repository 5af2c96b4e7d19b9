import { describe, expect, it } from 'vitest';
import type { Personality } from '../personality.ts';
import { openLimits } from './open-limits.ts';

const base = { name: 'test', about: '', match: { domain: 'test.example' } };
const open = (scale = 1) => {
  const clock = { at: 1_000_000 };
  let violations = 0;
  const limits = openLimits(
    scale,
    () => violations++,
    () => clock.at,
  );
  return { clock, limits, violations: () => violations };
};

describe('limits of a personality', () => {
  it('refuse above the rate, and count each as a violation', () => {
    const { clock, limits, violations } = open();
    const one: Personality = { ...base, limits: { perSecond: { most: 2, answer: '421 slow down' } } };
    const ask = () => limits.recipient(one, '127.0.0.1', 1);
    expect([ask(), ask(), ask()]).toEqual([undefined, undefined, '421 slow down']);
    expect(violations()).toBe(1);
    clock.at += 500;
    expect([ask(), ask()]).toEqual([undefined, '421 slow down']);
    expect(limits.recipient(one, '127.0.0.2', 1)).toBeUndefined();
  });
  it('count connections per client and give them back', () => {
    const { limits, violations } = open();
    const one: Personality = { ...base, limits: { connections: { most: 1, answer: '451 busy' } } };
    expect(limits.enter(one, 'a')).toBeUndefined();
    expect(limits.enter(one, 'a')).toBe('451 busy');
    expect(limits.enter(one, 'b')).toBeUndefined();
    limits.leave(one, 'a');
    expect(limits.enter(one, 'a')).toBeUndefined();
    expect(violations()).toBe(1);
  });
  it('block a sender with many unknown users for the scaled time, not one with few', () => {
    const { clock, limits } = open(0.5);
    const unknownUsers = { most: 2, share: 0.5, forSeconds: 10, answer: '421 blocked' };
    const one: Personality = { ...base, limits: { unknownUsers } };
    for (let n = 0; n < 3; n++) {
      limits.recipient(one, 'bad', 1);
      limits.unknownUser(one, 'bad');
    }
    expect(limits.recipient(one, 'bad', 1)).toBe('421 blocked');
    clock.at += 5_001;
    expect(limits.recipient(one, 'bad', 1)).toBeUndefined();
    for (let n = 0; n < 10; n++) limits.recipient(one, 'good', 1);
    for (let n = 0; n < 3; n++) limits.unknownUser(one, 'good');
    expect(limits.recipient(one, 'good', 1)).toBeUndefined();
  });
});

describe('deferrals', () => {
  it('greylist each sender and recipient until the scaled delay is over', () => {
    const { clock, limits } = open(0.1);
    const defer = { per: 'recipient', forSeconds: 100, forgetAfterSeconds: 1_000, answer: '451 later' } as const;
    const one: Personality = { ...base, defer };
    const ask = (from: string) => limits.defer(one, 'ip', from, 'a@test.example');
    expect([ask('x'), ask('x')]).toEqual(['451 later', '451 later']);
    clock.at += 10_000;
    expect([ask('x'), ask('x'), ask('y')]).toEqual([undefined, undefined, '451 later']);
    clock.at += 100_001;
    expect(ask('x')).toBe('451 later');
  });
  it('by source, let everybody of the source in when the delay is over', () => {
    const { clock, limits } = open();
    const defer = { per: 'source', forSeconds: 10, forgetAfterSeconds: 100, answer: '421 TSS04' } as const;
    const one: Personality = { ...base, defer };
    expect(limits.defer(one, 'ip', 'x', 'a@test.example')).toBe('421 TSS04');
    clock.at += 10_000;
    expect(limits.defer(one, 'ip', 'y', 'b@test.example')).toBeUndefined();
  });
  it('by times, say later so often to each message and begin again with the next', () => {
    const { limits } = open();
    const defer = { per: 'recipient', times: 2, forgetAfterSeconds: 100, answer: '451 later' } as const;
    const one: Personality = { ...base, defer };
    const ask = () => limits.defer(one, 'ip', 'x', 'a@test.example');
    expect([ask(), ask(), ask()]).toEqual(['451 later', '451 later', undefined]);
    expect([ask(), ask(), ask()]).toEqual(['451 later', '451 later', undefined]);
  });
});
