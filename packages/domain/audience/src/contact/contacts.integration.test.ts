import { withTenant } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createList } from '../list/create-list.ts';
import type { Page } from '../page.ts';
import { suppress } from '../suppression/suppress.ts';
import { unsubscribe } from '../suppression/unsubscribe.ts';
import { accepted, openTestTenants, type TestTenants } from '../testing/open-test-tenants.ts';
import { changeContact } from './change-contact.ts';
import type { Contact } from './contact.ts';
import { deleteContact } from './delete-contact.ts';
import { findContact } from './find-contact.ts';
import { listContacts } from './list-contacts.ts';
import { searchContacts } from './search-contacts.ts';
import { upsertContacts } from './upsert-contacts.ts';

let tenants: TestTenants;
beforeAll(async () => {
  tenants = await openTestTenants();
});
afterAll(() => tenants.close());

test('an upsert changes what is given and keeps the rest', async () => {
  await tenants.run(async (sql) => {
    const [first] = accepted(
      await upsertContacts(sql, [{ email: 'Keep@Example.COM', name: '山田', attributes: { city: '東京', age: 3 } }]),
    );
    expect(first).toMatchObject({ email: 'keep@example.com', created: true });
    const [second] = accepted(await upsertContacts(sql, [{ email: 'keep@example.com', attributes: { age: 4 } }]));
    expect(second).toEqual({ ...first, created: false });
    expect(await findContact(sql, first!.id)).toMatchObject({
      name: '山田',
      spelling: 'keep@example.com',
      attributes: { city: '東京', age: 4 },
      lists: [],
      suppressions: [],
    });
    accepted(await upsertContacts(sql, [{ email: 'keep@example.com', name: '' }]));
    expect(await findContact(sql, first!.id)).toMatchObject({ name: '' });
  });
});

test('one bad entry refuses all and names its index and field', async () => {
  await tenants.run(async (sql) => {
    const refused = await upsertContacts(sql, [
      { email: 'fine@example.com' },
      { email: 'no at sign' },
      { email: 'a@example.com', name: 'x\ny', attributes: { note: 'a\u0000b' } },
      { email: 'b@example.com', list_ids: [987_654] },
    ]);
    expect(refused).toMatchObject({ ok: false, status: 422 });
    expect(refused.ok ? [] : refused.errors.map(({ path }) => path)).toEqual([
      '1.email',
      '2.name',
      '2.attributes',
      '3.list_ids.0',
    ]);
    expect(accepted(await listContacts(sql, { email: 'fine@example.com', limit: 10 })).data).toEqual([]);
  });
});

test('an address that stands twice in a batch is created once, and what cannot be stored gives no fault', async () => {
  await tenants.run(async (sql) => {
    const written = accepted(
      await upsertContacts(sql, [
        { email: 'twice@example.com', attributes: { a: 1, b: 1 } },
        { email: 'TWICE@example.com', name: '\ud800x', attributes: { b: 2 } },
      ]),
    );
    expect(written.map(({ created }) => created)).toEqual([true, false]);
    expect(await findContact(sql, written[0]!.id)).toMatchObject({ name: '\ufffdx', attributes: { a: 1, b: 2 } });
    expect(await upsertContacts(sql, [{ email: '\ud800@example.com' }])).toMatchObject({ ok: false });
    expect(accepted(await listContacts(sql, { email: 'a\u0000@b', limit: 1 })).data).toEqual([]);
  });
});

test('nobody who left comes back by an upsert, a list or a deletion', async () => {
  await tenants.run(async (sql) => {
    const list = accepted(await createList(sql, { name: 'newsletter' }));
    const [contact] = accepted(await upsertContacts(sql, [{ email: 'gone@example.com', list_ids: [list.id] }]));
    expect(accepted(await unsubscribe(sql, { deliveryId: null, email: 'GONE@example.com', source: 'page' }))).toEqual({
      isNew: true,
    });
    expect(accepted(await unsubscribe(sql, { deliveryId: null, email: 'gone@example.com', source: 'page' }))).toEqual({
      isNew: false,
    });
    accepted(await upsertContacts(sql, [{ email: 'gone@example.com', name: 'x', list_ids: [list.id] }]));
    expect((await findContact(sql, contact!.id))?.suppressions).toMatchObject([{ reason: 'unsubscribe', scope: 1 }]);
    expect(await deleteContact(sql, contact!.id)).toBe(true);
    const [again] = accepted(await upsertContacts(sql, [{ email: 'gone@example.com' }]));
    expect((await findContact(sql, again!.id))?.suppressions).toHaveLength(1);
  });
});

test('pages follow one another without a gap, and a broken cursor is refused', async () => {
  await tenants.run(async (sql) => {
    const list = accepted(await createList(sql, { name: 'pages' }));
    const emails = Array.from({ length: 7 }, (_, n) => `page${n}@example.com`);
    accepted(
      await upsertContacts(
        sql,
        emails.map((email) => ({ email, list_ids: [list.id] })),
      ),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Contact> = accepted(await listContacts(sql, { listId: list.id, limit: 3, cursor }));
      seen.push(...page.data.map(({ email }) => email));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(emails.toReversed());
    for (const broken of ['x', '', 'MQ==', Buffer.from('-1').toString('base64url')]) {
      expect(await listContacts(sql, { limit: 3, cursor: broken })).toMatchObject({
        status: 400,
        errors: [{ path: 'cursor' }],
      });
    }
  });
});

test('two characters find a name, words are combined, and another tenant finds nothing', async () => {
  await tenants.run(async (sql) => {
    accepted(
      await upsertContacts(sql, [
        { email: 'hanako@search.example', name: '高橋 花子' },
        { email: 'ichiro@search.example', name: '高田一郎' },
        { email: 'kana@search.example', name: 'ﾀﾅｶ' },
      ]),
    );
  });
  const find = async (query: string, scope = tenants.scopes[0]) =>
    accepted(await searchContacts(tenants.engine, scope, { query, limit: 10 })).data.map(({ email }) => email);
  expect(await find('花子')).toEqual(['hanako@search.example']);
  expect(await find('高')).toEqual(['ichiro@search.example', 'hanako@search.example']);
  expect(await find('高　ICHIRO@')).toEqual(['ichiro@search.example']);
  expect(await find('タナカ')).toEqual(['kana@search.example']);
  expect(await find('橋花')).toEqual([]);
  expect(await find('search.example')).toHaveLength(3);
  expect(await find('花子', tenants.scopes[1])).toEqual([]);
  expect(await find('\u0000%_')).toEqual([]);
});

test('a change of name is found by the new name', async () => {
  const id = await tenants.run(async (sql) => {
    const [contact] = accepted(await upsertContacts(sql, [{ email: 'renamed@example.com', name: '旧姓' }]));
    accepted(await changeContact(sql, contact!.id, { name: '新婚', attributes: { a: 1 } }));
    expect(await changeContact(sql, contact!.id, { name: 'x\ny' })).toMatchObject({ errors: [{ path: 'name' }] });
    return contact!.id;
  });
  const found = accepted(await searchContacts(tenants.engine, tenants.scopes[0], { query: '新婚', limit: 5 })).data;
  expect(found).toMatchObject([{ id, name: '新婚', attributes: { a: 1 } }]);
});

test('a tenant neither sees nor changes the contacts and lists of another', async () => {
  const [contact, list] = await tenants.run(async (sql) => {
    const made = accepted(await createList(sql, { name: 'mine' }));
    return [accepted(await upsertContacts(sql, [{ email: 'mine@example.com' }]))[0]!, made] as const;
  });
  await withTenant(tenants.app, tenants.scopes[1], async (sql) => {
    expect(await findContact(sql, contact.id)).toBeNull();
    expect(await deleteContact(sql, contact.id)).toBe(false);
    expect(await changeContact(sql, contact.id, { name: 'x' })).toMatchObject({ status: 404 });
    expect(await upsertContacts(sql, [{ email: 'a@example.com', list_ids: [list.id] }])).toMatchObject({ ok: false });
    accepted(await suppress(sql, { email: 'mine@example.com', reason: 'manual', scope: 3 }));
    expect(accepted(await upsertContacts(sql, [{ email: 'mine@example.com' }]))[0]!.created).toBe(true);
  });
  await tenants.run(async (sql) => {
    expect((await findContact(sql, contact.id))?.suppressions).toEqual([]);
  });
});

test('webhooks that listen hear of a contact made by a call', async () => {
  await tenants.run(async (sql) => {
    const heard = () => sql.query<{ body: { type: string } }>('SELECT body FROM outbox ORDER BY id');
    accepted(await upsertContacts(sql, [{ email: 'unheard@example.com' }]));
    expect(await heard()).toEqual([]);
    await sql.query(
      `INSERT INTO webhooks (tenant_id, url, events, secret) VALUES ($1, 'https://a.example', '{contact.*}', 's')`,
      [sql.scope.tenantId],
    );
    accepted(await upsertContacts(sql, [{ email: 'unheard@example.com' }, { email: 'heard@example.com' }]));
    accepted(await unsubscribe(sql, { deliveryId: null, email: 'heard@example.com', source: 'page' }));
    expect((await heard()).map(({ body }) => body.type).sort()).toEqual([
      'contact.created',
      'contact.unsubscribed',
      'contact.updated',
    ]);
    await sql.query('DELETE FROM webhooks');
  });
});
