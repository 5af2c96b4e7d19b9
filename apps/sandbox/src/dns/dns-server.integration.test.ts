import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openResolver, type Resolver } from '@hikyaku/dns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from '../open-sandbox.ts';

const home = mkdtempSync(join(tmpdir(), 'sandbox-'));
const options = {
  zonesFile: join(home, 'zones.json'),
  zones: { 'seeded.test': { records: [{ type: 'TXT', value: 'seed' }] } },
};
let sandbox: Sandbox;
let resolver: Resolver;
const put = (domain: string, body: unknown) =>
  fetch(`${sandbox.url}/zones/${domain}`, { method: 'PUT', body: JSON.stringify(body) });
const fresh = () => openResolver({ server: `127.0.0.1:${sandbox.ports.dns}`, negativeTtlSeconds: 0 });

beforeAll(async () => {
  sandbox = await openSandbox(options);
  resolver = fresh();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(home, { recursive: true });
});

describe('the DNS of the sandbox', () => {
  it('gives every domain of .example an MX of its own name on loopback', async () => {
    for (const domain of ['one.example', 'two.example', 'deep.two.example', 'gmail.example']) {
      expect(await resolver.mx(domain)).toMatchObject({
        kind: 'hosts',
        hosts: [{ exchange: `mx.${domain}`, preference: 10 }],
      });
      expect(await resolver.addresses(`mx.${domain}`)).toMatchObject({ ok: true, addresses: ['127.0.0.1'] });
    }
  });
  it('says null MX, NXDOMAIN and SERVFAIL where a personality says so', async () => {
    expect(await resolver.mx('nomx.example')).toMatchObject({ kind: 'null-mx' });
    expect(await resolver.mx('nxdomain.example')).toMatchObject({ kind: 'nxdomain' });
    expect(await resolver.mx('servfail.example')).toMatchObject({ kind: 'temporary' });
    expect(await resolver.mx('outside.test')).toMatchObject({ kind: 'nxdomain' });
  });
  it('serves a zone as soon as it was put, and no longer than until it was deleted', async () => {
    expect(await resolver.txt('_hikyaku.acme.test')).toEqual([]);
    const long = 'k='.padEnd(600, 'x');
    const records = [
      { type: 'TXT', name: '_hikyaku', value: 'token', ttl: 0 },
      { type: 'TXT', name: 'hk._domainkey.acme.test.', value: long },
      { type: 'mx', value: 'in.acme.test', preference: 5 },
      { type: 'A', name: 'in', value: '127.0.0.1' },
      { type: 'AAAA', name: 'in', value: '::1' },
      { type: 'CNAME', name: 'alias', value: 'in.acme.test' },
    ];
    expect((await put('acme.test', { records })).status).toBe(200);
    expect(await resolver.txt('_hikyaku.acme.test')).toEqual(['token']);
    expect(await resolver.txt('hk._domainkey.acme.test')).toEqual([long]);
    expect(await resolver.mx('acme.test')).toMatchObject({ hosts: [{ exchange: 'in.acme.test', preference: 5 }] });
    expect(await resolver.addresses('in.acme.test')).toMatchObject({ addresses: ['127.0.0.1', '::1'] });
    expect(await resolver.addresses('alias.acme.test')).toMatchObject({ addresses: ['127.0.0.1', '::1'] });
    const zone = await (await fetch(`${sandbox.url}/zones/acme.test`)).json();
    expect(zone).toMatchObject({ domain: 'acme.test', records: { length: 6 } });
    expect((await fetch(`${sandbox.url}/zones/acme.test`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${sandbox.url}/zones/acme.test`)).status).toBe(404);
    expect(await resolver.txt('_hikyaku.acme.test')).toEqual([]);
  });
  it('lays a zone over a domain of .example, whose MX stays unless the zone has one', async () => {
    await put('shop.example', { records: [{ type: 'TXT', name: '_t', value: 'v' }] });
    expect(await resolver.mx('shop.example')).toMatchObject({ hosts: [{ exchange: 'mx.shop.example' }] });
    expect(await resolver.txt('_t.shop.example')).toEqual(['v']);
  });
  it('refuses a bad record with its path', async () => {
    const bad: [unknown, string][] = [
      [{}, 'records'],
      [{ records: [{ type: 'SRV', value: 'x' }] }, 'records.0.type'],
      [{ records: [{ type: 'A', value: '1.2.3' }] }, 'records.0.value'],
      [{ records: [{ type: 'AAAA', value: '1::2::3' }] }, 'records.0.value'],
      [{ records: [{ type: 'TXT', name: 'a b', value: 'x' }] }, 'records.0.name'],
      [{ records: [{ type: 'MX', value: 'x', preference: -1 }] }, 'records.0.preference'],
    ];
    for (const [body, path] of bad) {
      const answer = await put('bad.test', body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringContaining(path) });
    }
    expect((await put('not%20a%20domain', { records: [] })).status).toBe(400);
  });
  it('cuts what does not fit into a datagram and gives it over TCP', async () => {
    const records = Array.from({ length: 200 }, (_, n) => ({ type: 'MX', value: `mx${n}.big.test`, preference: n }));
    await put('big.test', { records });
    const answer = await resolver.mx('big.test');
    expect(answer.kind === 'hosts' && answer.hosts.at(-1)).toEqual({ exchange: 'mx49.big.test', preference: 49 });
  });
  it('keeps zones over a restart, and a seed does not undo a change', async () => {
    await put('seeded.test', { records: [{ type: 'TXT', value: 'changed' }] });
    await put('kept.test', { records: [{ type: 'TXT', value: 'kept' }] });
    await sandbox.close();
    sandbox = await openSandbox(options);
    const again = fresh();
    expect(await again.txt('kept.test')).toEqual(['kept']);
    expect(await again.txt('seeded.test')).toEqual(['changed']);
  });
});
