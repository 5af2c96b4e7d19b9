import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { fixedResolver } from './fixed-resolver.ts';
import { isForbiddenAddress } from './is-forbidden-address.ts';
import { resolveTarget } from './resolve-target.ts';

describe('isForbiddenAddress', () => {
  it.each([
    '127.0.0.1',
    '127.10.0.3',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '64:ff9b::10.0.0.1',
    '::127.0.0.1',
    '2002:7f00:1::',
    'localhost',
    '',
    '127.1',
    '0x7f000001',
    '2130706433',
  ])('forbids %s', (ip) => expect(isForbiddenAddress(ip)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'lets %s pass',
    (ip) => expect(isForbiddenAddress(ip)).toBe(false),
  );
  it('forbids every address of this machine', () => {
    const own = Object.values(networkInterfaces()).flatMap((cards) => cards ?? []);
    for (const card of own) expect(isForbiddenAddress(card.address)).toBe(true);
  });
  it('with allowLoopback lets loopback pass and nothing else', () => {
    for (const ip of ['127.0.0.1', '127.10.0.3', '::1', '::ffff:127.0.0.1']) {
      expect(isForbiddenAddress(ip, { allowLoopback: true })).toBe(false);
    }
    for (const ip of ['10.0.0.1', '8.8.8.8', '169.254.169.254', '::']) {
      expect(isForbiddenAddress(ip, { allowLoopback: true })).toBe(true);
    }
  });
});

describe('resolveTarget', () => {
  const resolver = fixedResolver({
    'mixed.test': { a: ['10.0.0.1', '8.8.8.8'] },
    'inside.test': { a: ['192.168.0.1'] },
    'ill.test': { temporary: 'SERVFAIL' },
  });
  it('gives only addresses that may be connected to', async () => {
    expect(await resolveTarget(resolver, 'mixed.test')).toEqual({ ok: true, addresses: ['8.8.8.8'] });
    expect(await resolveTarget(resolver, 'inside.test')).toMatchObject({ ok: false, forbidden: true, permanent: true });
    expect(await resolveTarget(resolver, 'ill.test')).toMatchObject({ ok: false, forbidden: false, permanent: false });
  });
  it('reads literals and localhost without DNS', async () => {
    expect(await resolveTarget(resolver, '[::1]')).toMatchObject({ ok: false, forbidden: true });
    expect(await resolveTarget(resolver, 'localhost', { allowLoopback: true })).toEqual({
      ok: true,
      addresses: ['127.0.0.1', '::1'],
    });
  });
});
