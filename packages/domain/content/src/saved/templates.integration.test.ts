import { type Database, mintTenantScope, openDatabase, withTenant } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeTemplate } from './change-template.ts';
import { createTemplate } from './create-template.ts';
import { deleteTemplate } from './delete-template.ts';
import { findTemplate } from './find-template.ts';
import { listTemplates } from './list-templates.ts';

let database: TestDatabase;
let app: Database;
let tenantIds: number[];
beforeAll(async () => {
  database = await openTestDatabase();
  app = openDatabase({ url: database.appUrl, max: 2, name: 'test' });
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'test-owner' });
  const rows = await owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('one'), ('two') RETURNING id`);
  tenantIds = rows.map(({ id }) => id);
  await owner.close();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const draft = { name: ' 告知 ', subject: '{{ name | default: "お客様" }}', html: '<p>{{ attributes.city }}</p>' };

test('a template is kept, changed and forgotten by its own tenant only', async () => {
  const [mine, theirs] = tenantIds.map((id) => mintTenantScope(id, 'user:1'));
  const id = await withTenant(app, mine!, async (sql) => {
    const made = await createTemplate(sql, draft);
    if (!made.ok) throw new Error(made.detail);
    expect(await createTemplate(sql, draft)).toMatchObject({ status: 409, errors: [{ path: 'name' }] });
    expect(await findTemplate(sql, made.value.id)).toMatchObject({ ...draft, name: '告知', text: null });
    return made.value.id;
  });
  await withTenant(app, theirs!, async (sql) => {
    expect(await findTemplate(sql, id)).toBeNull();
    expect(await changeTemplate(sql, id, draft)).toMatchObject({ status: 404 });
    expect(await deleteTemplate(sql, id)).toBe(false);
  });
  await withTenant(app, mine!, async (sql) => {
    const other = await createTemplate(sql, { name: 'other', subject: 's', text: 't' });
    expect(await changeTemplate(sql, id, { name: 'other', subject: 's' })).toMatchObject({ status: 409 });
    expect(await changeTemplate(sql, id, { name: 'new', subject: 's', text: 't' })).toMatchObject({ ok: true });
    const page = await listTemplates(sql, { limit: 1 });
    expect(page).toMatchObject({ rows: [{ name: 'other' }], nextCursor: other.ok ? other.value.id : 0 });
    expect(await listTemplates(sql, { limit: 1, cursor: page.nextCursor })).toMatchObject({
      rows: [{ name: 'new', html: null }],
      nextCursor: null,
    });
    expect(await deleteTemplate(sql, id)).toBe(true);
    expect(await findTemplate(sql, 2 ** 52)).toBeNull();
  });
});

test('a template that cannot be rendered is refused when it is saved', async () => {
  await withTenant(app, mintTenantScope(tenantIds[0]!, 'user:1'), async (sql) => {
    expect(await createTemplate(sql, { name: '', subject: '{{ x | nope }}', text: 'a\u0000' })).toMatchObject({
      status: 422,
      errors: [
        { path: 'name', message: 'is empty' },
        { path: 'text', message: 'contains a character that cannot be stored' },
        { path: 'subject', message: 'line 1, column 1: undefined filter: nope' },
      ],
    });
  });
});
