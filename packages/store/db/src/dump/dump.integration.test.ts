import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../embedded/testing.ts';
import { openDatabase } from '../open-database.ts';
import type { Database } from '../sql.ts';
import { checkDump } from './check-dump.ts';
import type { Dump } from './dump.ts';
import { dumpDatabase } from './dump-database.ts';
import { loadDump } from './load-dump.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../../prisma/migrations');
const folder = mkdtempSync(join(tmpdir(), 'hikyaku-dump-'));
const fileOf = (table: string) => join(folder, `${table}.copy.gz`);

let database: TestDatabase;
let owner: Database;
let dump: Dump;
let partition: string;
const run = (sql: string, values?: unknown[]) => owner.query<Record<string, unknown>>(sql, values);
const load = (of: Dump = dump) => loadDump(database.ownerUrl, { dump: of, folder, migrations: MIGRATIONS, detail: {} });
/** The rows of every table in the dump, as text; the generation rises by itself. */
const contents = async () => {
  const found: Record<string, string> = {};
  for (const { name } of dump.tables.filter((table) => table.name !== 'generation')) {
    const [row] = await run(
      `SELECT count(*) AS n, md5(string_agg(t::text, '' ORDER BY t::text)) AS rows FROM "${name}" t`,
    );
    found[name] = `${row!.n} ${row!.rows}`;
  }
  return found;
};

beforeAll(async () => {
  database = await openTestDatabase();
  owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'dump test' });
  const [tenant] = await run("INSERT INTO tenants (name) VALUES ('青空') RETURNING id");
  await run(
    `INSERT INTO contacts (tenant_id, email, spelling, domain, name, attributes)
     SELECT $1, 'p' || n || '@a.example', 'P' || n || '@a.example', 'a.example', E'山田\\t太郎\\n\\\\.' || n, '{"k": null}' FROM generate_series(1, 3000) n`,
    [tenant!.id],
  );
  await run("INSERT INTO lists (tenant_id, name) VALUES ($1, 'all')", [tenant!.id]);
  await run('INSERT INTO list_members (tenant_id, list_id, contact_id) SELECT $1, 1, id FROM contacts', [tenant!.id]);
  await run(
    `INSERT INTO inbound_messages (tenant_id, kind, rcpt_to, raw, sha256) VALUES ($1, 'other', 'x', '\\x00ff0a5c', '\\x00')`,
    [tenant!.id],
  );
  await run(
    `WITH p AS (SELECT ledger_id() AS id FROM generate_series(1, 100))
     , r AS (INSERT INTO recipients (id, tenant_id, content_id, stream, address, email, domain) SELECT id, $1, 0, 1, 'a@b', 'a@b', 'b' FROM p)
     INSERT INTO deliveries (id, due_at, tenant_id, site_id, stream) SELECT id, now(), $1, 1, 1 FROM p`,
    [tenant!.id],
  );
  // A month that no fresh database makes by itself.
  await run("SELECT ensure_partitions(timestamptz '2024-02-01', 0)");
  const [month] = await run("SELECT ledger_month('2024-02-01') AS m");
  partition = `deliveries_${month!.m}`;
  await run(
    `INSERT INTO deliveries (id, tenant_id, site_id, stream, state) VALUES (($1::bigint << 40) + 5, $2, 1, 1, 2)`,
    [month!.m, tenant!.id],
  );
  dump = await dumpDatabase(database.ownerUrl, folder);
});
afterAll(async () => {
  await owner.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what was dumped comes back, whatever happened since, and everything is held', async () => {
  const before = await contents();
  const [drawn] = await run('SELECT last_value AS n FROM ledger_numbers');
  await run("UPDATE contacts SET name = 'changed'");
  await run("INSERT INTO tenants (name) VALUES ('later')");
  await run("SELECT nextval('ledger_numbers') FROM generate_series(1, 50)");
  expect(await checkDump(dump, folder, MIGRATIONS)).toBeNull();
  await load();
  expect(await contents()).toEqual(before);
  expect(before[partition]).toMatch(/^1 /);
  expect(await run('SELECT reason, decision FROM egress_hold')).toEqual([{ reason: 'restored', decision: null }]);
  // Numbers that are out there are never drawn again, those that only the replaced database knew included.
  const [next] = await run("SELECT nextval('ledger_numbers') AS n");
  expect(Number(next!.n)).toBeGreaterThan(Number(drawn!.n) + 100_000_000);
  // Rights and row level security are what the migrations made.
  const app = openDatabase({ url: database.appUrl, max: 1, name: 'dump test app' });
  expect(await app.query('SELECT count(*) AS n FROM contacts')).toEqual([{ n: 0 }]);
  await app.close();
});

test('the number is raised behind the moment of the dump: what is put back from it is seen to be', async () => {
  const [row] = await run('SELECT number FROM generation');
  const again = mkdtempSync(join(tmpdir(), 'hikyaku-dump-'));
  const { generation } = await dumpDatabase(database.ownerUrl, again);
  expect(generation.number).toBe(row!.number);
  expect(await run('SELECT number FROM generation')).toEqual([{ number: Number(row!.number) + 1 }]);
  rmSync(again, { recursive: true });
});

test('a file that is missing, truncated or damaged is named, and nothing is changed', async () => {
  const file = fileOf('contacts');
  const whole = readFileSync(file);
  truncateSync(file, whole.length - 10);
  expect(await checkDump(dump, folder, MIGRATIONS)).toBe(
    `${file} is truncated: ${whole.length - 10} bytes instead of ${whole.length}`,
  );
  writeFileSync(file, whole);
  appendFileSync(file, 'x');
  expect(await checkDump(dump, folder, MIGRATIONS)).toBe(
    `${file} is damaged: it is not what was written when the backup was made`,
  );
  rmSync(file);
  expect(await checkDump(dump, folder, MIGRATIONS)).toBe(`${file} is missing`);
  writeFileSync(file, whole);
  expect(await checkDump(dump, folder, MIGRATIONS)).toBeNull();
});

test('a dump of another version is refused with the migration that differs', async () => {
  const [first, ...rest] = dump.migrations;
  const newer = { ...dump, migrations: [...dump.migrations, { name: '9999_later', checksum: '' }] };
  expect(await checkDump(newer, folder, MIGRATIONS)).toMatch('newer version: this one has no migration 9999_later');
  const other = { ...dump, migrations: [{ ...first!, checksum: 'x' }, ...rest] };
  expect(await checkDump(other, folder, MIGRATIONS)).toMatch(`another version: migration ${first!.name}`);
});

test('a load that fails half way leaves the database that was in force', async () => {
  await run("UPDATE contacts SET name = 'in force'");
  const before = await contents();
  const file = fileOf('list_members');
  const whole = readFileSync(file);
  writeFileSync(
    file,
    gzipSync(
      gunzipSync(whole)
        .toString()
        .replace(/\t\d+\t/, '\tnonsense\t'),
    ),
  );
  await expect(load()).rejects.toThrow('invalid input syntax');
  writeFileSync(file, whole);
  await expect(load({ ...dump, tables: dump.tables.map((one) => ({ ...one, rows: one.rows + 1 })) })).rejects.toThrow(
    'rows instead of',
  );
  rmSync(file);
  await expect(load()).rejects.toThrow('ENOENT');
  writeFileSync(file, whole);
  expect(await contents()).toEqual(before);
});

test('a dump of an earlier version is brought up to date', async () => {
  const missing = '0013_sites';
  const earlier = { ...dump, migrations: dump.migrations.filter(({ name }) => name !== missing) };
  await load(earlier);
  expect(await run('SELECT 1 AS there FROM "_prisma_migrations" WHERE migration_name = $1', [missing])).toHaveLength(1);
  expect((await contents()).contacts).toMatch(/^3000 /);
});
