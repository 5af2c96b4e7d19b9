import type { Sql } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listContacts } from './contact/list-contacts.ts';
import { searchContacts } from './contact/search-contacts.ts';
import { listImportErrors } from './import/list-import-errors.ts';
import { listImports } from './import/list-imports.ts';
import { listLists } from './list/list-lists.ts';
import { listSuppressions } from './suppression/list-suppressions.ts';
import { openTestTenants, type TestTenants } from './testing/open-test-tenants.ts';

let tenants: TestTenants;
let listId: number;
let importId: number;

beforeAll(async () => {
  tenants = await openTestTenants();
  const { owner, scopes } = tenants;
  for (const { tenantId } of scopes) {
    const [list] = await owner.query<{ id: number }>(
      `INSERT INTO lists (tenant_id, name) SELECT $1, 'l' || n FROM generate_series(1, 50) n RETURNING id`,
      [tenantId],
    );
    const [file] = await owner.query<{ id: number }>(
      `INSERT INTO imports (tenant_id, size_bytes) SELECT $1, 1 FROM generate_series(1, 300) RETURNING id`,
      [tenantId],
    );
    listId = list!.id;
    importId = file!.id;
    await owner.query(
      `INSERT INTO contacts (tenant_id, email, spelling, domain, bigrams)
       SELECT $1, 'p' || n || '@a.example', 'p' || n || '@a.example', 'a.example', ARRAY['b' || n % 500, 'c' || n % 300]
       FROM generate_series(1, 6000) n`,
      [tenantId],
    );
    await owner.query(
      'INSERT INTO list_members (tenant_id, list_id, contact_id) SELECT tenant_id, $2, id FROM contacts WHERE tenant_id = $1',
      [tenantId, listId],
    );
    await owner.query(
      `INSERT INTO suppressions (tenant_id, email, reason, scope)
       SELECT $1, 'p' || n || '@a.example', 'manual', 1 FROM generate_series(1, 3000) n`,
      [tenantId],
    );
    await owner.query(
      `INSERT INTO import_errors (tenant_id, import_id, row, reason) SELECT $1, $2, n, 'x' FROM generate_series(2, 3000) n`,
      [tenantId, importId],
    );
  }
  await owner.query('ANALYZE contacts, list_members, lists, suppressions, imports, import_errors');
});
afterAll(() => tenants.close());

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] };

/** The tables that a function's statements read from end to end, and the indexes that they use. */
async function plan<S extends Sql>(sql: S, call: (sql: S) => Promise<unknown>) {
  const read = { scanned: [] as (string | undefined)[], indexes: [] as string[] };
  const walk = (node: Node) => {
    if (node['Node Type'] === 'Seq Scan') read.scanned.push(node['Relation Name']);
    if (node['Index Name']) read.indexes.push(node['Index Name']);
    node.Plans?.forEach(walk);
  };
  const explaining = {
    ...sql,
    async query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const [row] = await sql.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
      walk(row!['QUERY PLAN'][0].Plan);
      return sql.query<Row>(text, values);
    },
  };
  await call(explaining);
  return read;
}

test('every page is read through an index, under row level security too', async () => {
  await tenants.run(async (sql) => {
    const plans = {
      contacts: await plan(sql, (explained) => listContacts(explained, { limit: 50 })),
      byAddress: await plan(sql, (explained) => listContacts(explained, { email: 'p7@a.example', limit: 50 })),
      ofList: await plan(sql, (explained) => listContacts(explained, { listId, limit: 50 })),
      suppressions: await plan(sql, (explained) => listSuppressions(explained, { limit: 50 })),
      suppressed: await plan(sql, (explained) => listSuppressions(explained, { email: 'p7@a.example', limit: 50 })),
      imports: await plan(sql, (explained) => listImports(explained, { limit: 20 })),
      importErrors: await plan(sql, (explained) => listImportErrors(explained, importId, { limit: 1000 })),
    };
    expect(Object.fromEntries(Object.entries(plans).map(([name, { scanned }]) => [name, scanned]))).toEqual(
      Object.fromEntries(Object.keys(plans).map((name) => [name, []])),
    );
    expect(plans.contacts.indexes).toContain('contacts_newest');
    const lists = await plan(sql, (explained) => listLists(explained, { limit: 10 }));
    expect(lists.scanned).not.toContain('list_members');
  });
});

test('a search uses the index of character pairs', async () => {
  const read = await plan(tenants.engine, (engine) =>
    searchContacts(engine, tenants.scopes[0], { query: 'b7', limit: 50 }),
  );
  expect(read).toEqual({ scanned: [], indexes: ['contacts_bigrams'] });
});
