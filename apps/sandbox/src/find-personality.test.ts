import { describe, expect, it } from 'vitest';
import { findPersonality } from './find-personality.ts';
import { personalities } from './personalities.ts';

const find = findPersonality(personalities);

describe('findPersonality', () => {
  it('accepts at every domain that no personality names', () => {
    expect(find.ofRecipient('a', 'whatever.example').name).toBe('everybody');
    expect(find.ofRecipient('a', 'outside.test').name).toBe('everybody');
  });
  it('lays a local-part rule over the domain, whose limits stay', () => {
    const one = find.ofRecipient('Unknown7', 'docomo.example');
    expect(one.answers?.rcpt).toMatch(/^550 5\.1\.1/);
    expect(one.limits?.rcptPerSession?.most).toBe(100);
    expect(one.match.domain).toBe('docomo.example');
  });
  it('prefers a rule of the domain to one for all domains', () => {
    expect(find.ofRecipient('dropdot1', 'drop.example').drop).toBe('dot');
    expect(find.ofRecipient('dropdot1', 'other.example').drop).toBeUndefined();
  });
  it('takes the first that matches, so that a test can put its own before', () => {
    const own = { name: 'mine', about: '', match: { domain: 'gmail.example' } };
    expect(findPersonality([own, ...personalities]).ofDomain('gmail.example')).toBe(own);
    const lab = { name: 'lab', about: '', match: { domain: '*.lab.example' } };
    expect(findPersonality([lab, ...personalities]).ofDomain('a.lab.example')).toBe(lab);
  });
});

describe('the table', () => {
  it('states a shaping row below the limits of every personality that has some', () => {
    for (const { name, limits, shaping } of personalities) {
      if (!limits) continue;
      expect(shaping, name).toBeDefined();
      expect(shaping!.connections, name).toBeLessThan(limits.connections?.most ?? Number.POSITIVE_INFINITY);
      expect(shaping!.perConnection, name).toBeLessThan(limits.rcptPerSession?.most ?? Number.POSITIVE_INFINITY);
      if (limits.perSecond) expect(shaping!.perSecond, name).toBeLessThan(limits.perSecond.most);
    }
  });
  it('has a shaping row for every domain and a name for every row', () => {
    for (const one of personalities) {
      if (one.match.localPart === undefined && one.dns === undefined) expect(one.shaping, one.name).toBeDefined();
    }
    expect(new Set(personalities.map((one) => one.name)).size).toBe(personalities.length);
  });
});
