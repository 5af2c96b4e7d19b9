import { openKeyring } from '@hikyaku/config';
import { type Database, openDatabase, type TenantScope, withTenant } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { generateDkimKey } from '@hikyaku/mail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenant } from '../operator/create-tenant.ts';
import { createDomain } from './create-domain.ts';
import { domainRecords } from './domain-records.ts';
import { findSender } from './find-sender.ts';
import { openDkimKey } from './open-dkim-key.ts';
import { findDomain } from './read-domains.ts';
import { recheckDomains } from './recheck-domains.ts';
import type { SendingDomain } from './sending-domain.ts';
import { trackingNameOf } from './tracking-name.ts';
import { verifyDomain } from './verify-domain.ts';

const keyring = openKeyring('a'.repeat(64));
const settings = { platformDomain: 'hikyaku.test' };
let database: TestDatabase;
let db: Database;
let engine: Database;
let ours: TenantScope;
let theirs: TenantScope;
let zone: Map<string, string[]>;
const lookUpTxt = async (name: string) => zone.get(name) ?? [];

const publish = (domain: SendingDomain) => {
  for (const record of domainRecords(domain, settings)) {
    zone.set(record.name, [...(zone.get(record.name) ?? []), record.value]);
  }
};
const create = async (scope: TenantScope, name: string) => {
  const made = await withTenant(db, scope, (sql) => createDomain(sql, keyring, name));
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};
const verify = (scope: TenantScope, id: number) => withTenant(db, scope, (sql) => verifyDomain(sql, lookUpTxt, id));
const sender = (scope: TenantScope, from: string) => withTenant(db, scope, (sql) => findSender(sql, from));

beforeAll(async () => {
  database = await openTestDatabase();
  db = openDatabase({ url: database.appUrl, max: 2, name: 'test' });
  engine = openDatabase({ url: database.engineUrl, max: 1, name: 'test' });
  const tenant = (name: string) =>
    createTenant(db, { name, dailyQuota: null, owner: { email: `owner@${name}.example`, name } });
  ours = (await tenant('ours')).scope;
  theirs = (await tenant('theirs')).scope;
  zone = new Map();
});
afterAll(async () => {
  await db.close();
  await engine.close();
  await database.close();
});

test('a domain sends only once its token stands in DNS', async () => {
  const domain = await create(ours, 'Acme.Example');
  expect(domain).toMatchObject({ name: 'acme.example', status: 'pending' });
  expect(await verify(ours, domain.id)).toMatchObject({
    ok: true,
    value: { status: 'pending', found: { token: false } },
  });
  expect(await sender(ours, 'news@acme.example')).toBeNull();
  publish(domain);
  const verified = await verify(ours, domain.id);
  expect(verified).toMatchObject({ ok: true, value: { status: 'verified' } });
  if (!verified.ok) throw new Error();
  expect(domainRecords(verified.value, settings).map((record) => record.status)).toEqual(Array(4).fill('verified'));
  const found = { domainId: domain.id, domain: 'acme.example', selector: domain.dkim_selector };
  expect(await sender(ours, 'news@acme.example')).toEqual(found);
  expect(await sender(ours, 'news@mail.ACME.example')).toEqual(found);
  expect(await sender(ours, 'news@notacme.example')).toBeNull();
  expect(await sender(ours, 'no address')).toBeNull();
  expect(await sender(theirs, 'news@acme.example')).toBeNull();
});

test('a domain is held by one tenant at a time', async () => {
  const domain = await create(theirs, 'acme.example');
  publish(domain);
  expect(await verify(theirs, domain.id)).toMatchObject({ ok: false, status: 409, code: 'domain_taken' });
  expect(await sender(theirs, 'news@acme.example')).toBeNull();
  expect(await verify(ours, domain.id)).toMatchObject({ ok: false, status: 404 });
});

test('the signing key is stored sealed and fits the record', async () => {
  const domain = await create(ours, 'signed.example');
  expect(domain.dkim_private_key).not.toContain('PRIVATE');
  const { privateKeyPem, selector } = openDkimKey(keyring, domain);
  expect(privateKeyPem).toContain('PRIVATE KEY');
  expect(selector).toBe(domain.dkim_selector);
  expect(domain.dkim_public_key).toMatch(/^v=DKIM1; k=rsa; p=/);
  expect(domain.dkim_public_key).toHaveLength(generateDkimKey().publicKeyDns.length);
});

test('a name that is none, or is there already, is refused', async () => {
  const attempt = (name: string) => withTenant(db, ours, (sql) => createDomain(sql, keyring, name));
  for (const name of ['', 'localhost', 'a b.example', '127.0.0.1', 'x@acme.example']) {
    expect(await attempt(name)).toMatchObject({ ok: false, status: 422, errors: [{ path: 'name' }] });
  }
  expect(await attempt('acme.example')).toMatchObject({ ok: false, status: 409 });
});

test('DNS that cannot be asked changes nothing', async () => {
  const domain = await create(ours, 'silent.example');
  const fails = async () => {
    throw new Error('SERVFAIL');
  };
  const result = await withTenant(db, ours, (sql) => verifyDomain(sql, fails, domain.id));
  expect(result).toMatchObject({ ok: false, status: 503, code: 'dns_unavailable' });
});

test('a domain fails after three days without its token, and comes back with it', async () => {
  const id = (await sender(ours, 'x@acme.example'))!.domainId;
  const age = (days: number) =>
    engine.query(
      `UPDATE sending_domains SET checked_at = now() - interval '2 days',
         missing_since = missing_since - make_interval(days => $2) WHERE id = $1`,
      [id, days],
    );
  const held = zone.get('_hikyaku.acme.example')!;
  zone.delete('_hikyaku.acme.example');
  await age(0);
  expect(await recheckDomains(engine, lookUpTxt)).toEqual([]);
  expect(await sender(ours, 'x@acme.example')).not.toBeNull();
  await age(4);
  expect(await recheckDomains(engine, lookUpTxt)).toMatchObject([{ domainId: id, status: 'failed' }]);
  expect(await sender(ours, 'x@acme.example')).toBeNull();
  zone.set('_hikyaku.acme.example', held);
  expect(await recheckDomains(engine, lookUpTxt)).toEqual([]);
  await age(0);
  expect(await recheckDomains(engine, lookUpTxt)).toMatchObject([{ domainId: id, status: 'verified' }]);
  expect(await withTenant(db, ours, (sql) => findDomain(sql, id))).toMatchObject({ missing_since: null });
});

test('the name for tracking links is asked for when the product has a name, and used once it leads here', async () => {
  const domain = await create(ours, 'tracked.example');
  const records = (url: string) => domainRecords(domain, { ...settings, url }).filter(({ type }) => type === 'CNAME');
  for (const url of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000']) {
    expect(records(url)).toEqual([]);
  }
  expect(records('https://mail.hikyaku.example')).toEqual([
    {
      type: 'CNAME',
      name: 'track.tracked.example',
      value: 'mail.hikyaku.example',
      status: 'pending',
      purpose: 'tracking',
      required: false,
    },
  ]);
  publish(domain);
  const look = (leads: boolean | null) =>
    withTenant(db, ours, (sql) => verifyDomain(sql, lookUpTxt, domain.id, async () => leads));
  const nameNow = async () => {
    const place = trackingNameOf('$1', "'tracked.example'");
    const [row] = await withTenant(db, ours, (sql) =>
      sql.query<{ name: string | null }>(`SELECT ${place} AS name`, [sql.scope.tenantId]),
    );
    return row!.name;
  };
  expect(await nameNow()).toBeNull();
  expect(await look(true)).toMatchObject({ ok: true, value: { found: { tracking: true } } });
  expect(await nameNow()).toBe('track.tracked.example');
  expect(await look(null)).toMatchObject({ ok: true, value: { found: { tracking: true } } });
  expect(await look(false)).toMatchObject({ ok: true, value: { found: { tracking: false } } });
  expect(await nameNow()).toBeNull();
});
