import { afterAll, beforeAll, expect, test } from 'vitest';
import { findContact } from '../contact/find-contact.ts';
import { listContacts } from '../contact/list-contacts.ts';
import { upsertContacts } from '../contact/upsert-contacts.ts';
import { findImport } from '../import/find-import.ts';
import { accepted, openTestTenants, type TestTenants } from '../testing/open-test-tenants.ts';
import { createList } from './create-list.ts';
import { deleteList } from './delete-list.ts';
import { findList } from './find-list.ts';
import { listLists } from './list-lists.ts';
import { removeMember } from './remove-member.ts';
import { renameList } from './rename-list.ts';

let tenants: TestTenants;
beforeAll(async () => {
  tenants = await openTestTenants();
});
afterAll(() => tenants.close());

test('a list has one name in a tenant, knows its size, and goes without its contacts', async () => {
  await tenants.run(async (sql) => {
    const first = accepted(await createList(sql, { name: ' 会員 ' }));
    const second = accepted(await createList(sql, { name: 'other' }));
    expect(await createList(sql, { name: '会員' })).toMatchObject({ status: 409, errors: [{ path: 'name' }] });
    expect(await renameList(sql, second.id, '会員')).toMatchObject({ status: 409 });
    accepted(await renameList(sql, second.id, 'renamed'));
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(201)]) {
      expect(await createList(sql, { name })).toMatchObject({ errors: [{ path: 'name' }] });
    }
    const [one, two] = accepted(
      await upsertContacts(sql, [
        { email: 'one@l.example', list_ids: [first.id, first.id] },
        { email: 'two@l.example', list_ids: [first.id, second.id] },
      ]),
    );
    expect((await findContact(sql, two!.id))?.lists).toEqual([
      { id: second.id, name: 'renamed' },
      { id: first.id, name: '会員' },
    ]);
    expect(accepted(await listLists(sql, { limit: 10 })).data).toMatchObject([
      { id: second.id, name: 'renamed', contacts: 1 },
      { id: first.id, name: '会員', contacts: 2 },
    ]);
    expect(await removeMember(sql, first.id, one!.id)).toBe(true);
    expect(await removeMember(sql, first.id, one!.id)).toBe(false);
    expect(await findList(sql, first.id)).toMatchObject({ contacts: 1 });
    expect(await deleteList(sql, first.id)).toBe(true);
    expect(await findList(sql, first.id)).toBeNull();
    expect(await findContact(sql, two!.id)).toMatchObject({ lists: [{ id: second.id }] });
  });
});

test('a number that no row can have is found nowhere and gives no fault', async () => {
  const id = 2 ** 52;
  await tenants.run(async (sql) => {
    expect(await findList(sql, id)).toBeNull();
    expect(await deleteList(sql, id)).toBe(false);
    expect(await renameList(sql, id, 'x')).toMatchObject({ status: 404 });
    expect(await removeMember(sql, id, id)).toBe(false);
    expect(await findContact(sql, id)).toBeNull();
    expect(await findImport(sql, id)).toBeNull();
    expect(accepted(await listContacts(sql, { listId: id, limit: 1 })).data).toEqual([]);
    expect(await upsertContacts(sql, [{ email: 'a@b.example', list_ids: [id] }])).toMatchObject({ status: 422 });
  });
});
