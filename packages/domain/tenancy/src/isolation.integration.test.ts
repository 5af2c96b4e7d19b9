import { openClient } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

type Client = Awaited<ReturnType<typeof openClient>>;
type Column = { name: string; type: string; allowed: string | null };

const IDENTITY = ['users', 'members', 'sessions', 'api_keys', 'invitations', 'magic_links', 'sign_in_attempts'];
const [OURS, THEIRS] = [201, 202];

let database: TestDatabase;
let app: Client;
let root: Client;
let tables: string[];

const TABLES = `SELECT c.oid::regclass::text AS table, c.relispartition AS part FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`;

// Columns that an insert has to name, and a value that a CHECK (... IN (...)) allows.
const COLUMNS = `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
    (SELECT substring(pg_get_constraintdef(k.oid) FROM a.attname || ' = ANY \\(ARRAY\\[''?(\\w+)')
     FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND a.attnum = ANY (k.conkey) AND cardinality(k.conkey) = 1) AS allowed
  FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attname <> 'tenant_id'`;

const VALUES: Record<string, string> = {
  integer: '1',
  smallint: '1',
  bigint: 'ledger_id()',
  'double precision': '1',
  boolean: 'false',
  text: `'x'`,
  bytea: `'\\x01'`,
  jsonb: `'{}'`,
  date: 'current_date',
  'timestamp with time zone': 'now()',
};

/** A row of that table for a tenant, as an INSERT that any login can try. */
async function insertOf(table: string, tenant: number): Promise<string> {
  const columns = await root.query<Column>(COLUMNS, [table]);
  const value = ({ type, allowed }: Column) => {
    if (allowed) return `'${allowed}'`;
    return type.endsWith('[]') ? `'{}'` : VALUES[type];
  };
  const names = ['tenant_id', ...columns.map((column) => column.name)];
  return `INSERT INTO ${table} (${names}) VALUES (${[tenant, ...columns.map(value)]})`;
}

/** What a statement of the application did as a tenant: rows touched, or `refused`. Nothing of it stays. */
async function tryAs(tenant: number | null, statement: string): Promise<number | 'refused'> {
  await app.query('BEGIN');
  try {
    await app.query(`SELECT set_config('app.tenant', $1, true)`, [tenant === null ? '' : String(tenant)]);
    return (await app.query(statement)).length;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'refused';
    throw error;
  } finally {
    await app.query('ROLLBACK');
  }
}

/** Tables with a tenant_id that row level security does not keep to one tenant. */
const unprotected = async (): Promise<string[]> => {
  const rows = await root.query<{ table: string }>(
    `SELECT t.table FROM (${TABLES}) t JOIN pg_class c ON c.oid = t.table::regclass
     WHERE NOT t.part AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
       OR NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
       OR EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid
         AND (p.polroles @> ARRAY[0::oid] OR p.polroles @> ARRAY['hikyaku_app'::regrole::oid])
         AND pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM '(tenant_id = current_tenant())'))`,
  );
  return rows.map((row) => row.table);
};

beforeAll(async () => {
  database = await openTestDatabase();
  app = await openClient(database.appUrl);
  root = await openClient(database.superUrl);
  // A row of the one tenant in every table, whatever the tables refer to.
  await root.query('SET session_replication_role = replica');
  await root.query(`INSERT INTO tenants (id, name) VALUES (${OURS}, 'ours'), (${THEIRS}, 'theirs')`);
  const all = await root.query<{ table: string; part: boolean }>(TABLES);
  tables = all.map((row) => row.table);
  for (const { table, part } of all) if (!part) await root.query(await insertOf(table, OURS));
});
afterAll(async () => {
  await app.end();
  await root.end();
  await database.close();
});

test('the wrong tenant sees, changes and deletes nothing in any table', async () => {
  expect(tables.length).toBeGreaterThan(25);
  for (const table of tables) {
    for (const tenant of [THEIRS, null]) {
      const tried = {
        select: await tryAs(tenant, `SELECT 1 FROM ${table}`),
        update: await tryAs(tenant, `UPDATE ${table} SET tenant_id = tenant_id RETURNING 1`),
        delete: await tryAs(tenant, `DELETE FROM ${table} RETURNING 1`),
      };
      for (const [verb, got] of Object.entries(tried)) {
        expect([0, 'refused'], `${verb} ${table} as ${tenant}`).toContain(got);
      }
    }
  }
});

test('no row is put into or moved to another tenant', async () => {
  for (const table of tables) {
    expect(await tryAs(THEIRS, await insertOf(table, OURS)), `insert into ${table}`).toBe('refused');
    const moved = await tryAs(OURS, `UPDATE ${table} SET tenant_id = ${THEIRS} RETURNING 1`);
    expect(moved, `move out of ${table}`).toBe('refused');
  }
});

test('the right tenant sees its rows: the walk above had something to find', async () => {
  const seen: [string, number | 'refused'][] = [];
  for (const table of tables) seen.push([table, await tryAs(OURS, `SELECT 1 FROM ${table}`)]);
  const found = seen.filter(([, got]) => got === 1).map(([table]) => table);
  expect(found).toEqual(
    expect.arrayContaining(['members', 'api_keys', 'contacts', 'deliveries', 'events', 'campaigns']),
  );
  expect(seen.filter(([, got]) => got === 0)).toEqual([]);
});

test('a tenant reads and renames itself only, and cannot lift its own hold or quota', async () => {
  expect(await tryAs(THEIRS, 'SELECT id FROM tenants')).toBe(1);
  expect(await tryAs(THEIRS, `UPDATE tenants SET name = 'x' WHERE id = ${OURS} RETURNING 1`)).toBe(0);
  expect(await tryAs(OURS, `UPDATE tenants SET status = 'active' RETURNING 1`)).toBe('refused');
  expect(await tryAs(OURS, 'UPDATE tenants SET daily_quota = NULL RETURNING 1')).toBe('refused');
  expect(await tryAs(OURS, 'SELECT * FROM operator_tenants(0, 10)')).toBe('refused');
});

test('a table with a tenant_id and no policy is found', async () => {
  expect(await unprotected()).toEqual([]);
  await root.query('CREATE TABLE forgotten (tenant_id int); GRANT ALL ON forgotten TO hikyaku_app');
  expect(await unprotected()).toEqual(['forgotten']);
  await root.query('DROP TABLE forgotten');
});

test('the engine has no right on people, sessions, keys and invitations, nor on a function that reads them', async () => {
  const rights = await root.query<{ table: string }>(
    `SELECT t AS table FROM unnest($1::text[]) t WHERE has_table_privilege('hikyaku_engine', t, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
       OR has_any_column_privilege('hikyaku_engine', t, 'SELECT, INSERT, UPDATE')`,
    [IDENTITY],
  );
  expect(rights).toEqual([]);
  const functions = await root.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
       AND prosrc ~ ('\\m(' || array_to_string($1::text[], '|') || ')\\M') AND has_function_privilege('hikyaku_engine', oid, 'EXECUTE')`,
    [IDENTITY],
  );
  expect(functions).toEqual([]);
});

test('the application reads no password hash, session or link by itself', async () => {
  for (const statement of ['SELECT password_hash FROM users', 'SELECT 1 FROM sessions', 'SELECT 1 FROM magic_links']) {
    expect(await tryAs(OURS, statement), statement).toBe('refused');
  }
});

test('nobody changes the audit log', async () => {
  const rights = await root.query<{ login: string }>(
    `SELECT login FROM unnest(ARRAY['hikyaku_app', 'hikyaku_engine']) login
     WHERE has_table_privilege(login, 'audit_log', 'UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(login, 'audit_log', 'UPDATE')`,
  );
  expect(rights).toEqual([]);
});
