import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { applyMigration, listMigrations, openMigrationLedger } from '../migrate.ts';
import { openClient } from '../open-database.ts';
import { clearSchema } from './clear-schema.ts';
import { copyIn } from './copy-table.ts';
import { type Dump, type DumpedTable, dumpFile } from './dump.ts';

type Client = Awaited<ReturnType<typeof openClient>>;

/**
 * Puts a dump in the place of what the database holds, in one transaction: whatever fails, what was there stays. The schema
 * is made by the dump's own migrations, filled, and brought up to date by the rest. Everything is held afterwards: the MTA
 * sends nothing until a person decides. `detail` is kept with the hold.
 */
export async function loadDump(
  ownerUrl: string,
  of: {
    readonly dump: Dump;
    readonly folder: string;
    readonly migrations: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { dump, folder, migrations, detail } = of;
  const client = await openClient(ownerUrl);
  try {
    await client.query('BEGIN');
    const reached = await readSequences(client);
    await clearSchema(client);
    await openMigrationLedger(client);
    const [then, since] = splitMigrations(migrations, dump);
    for (const name of then) await applyMigration(client, migrations, name);
    await fill(client, folder, dump.tables);
    for (const { name, value } of dump.sequences) {
      await client.query('SELECT setval($1::regclass, greatest($2::bigint, $3::bigint))', [
        `"${name}"`,
        value,
        reached.get(name) ?? 1,
      ]);
    }
    for (const name of since) await applyMigration(client, migrations, name);
    await client.query("SELECT begin_egress_hold('restored', $1)", [JSON.stringify(detail)]);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** Numbers that were drawn here and are unknown to the dump are out there: they are not drawn again. */
async function readSequences(client: Client): Promise<Map<string, number>> {
  const rows = await client.query<{ name: string; value: number }>(
    `SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL`,
  );
  return new Map(rows.map((row) => [row.name, row.value]));
}

function splitMigrations(folder: string, dump: Dump): [then: string[], since: string[]] {
  const known = new Set(dump.migrations.map(({ name }) => name));
  const all = listMigrations(folder);
  return [all.filter((name) => known.has(name)), all.filter((name) => !known.has(name))];
}

async function fill(client: Client, folder: string, tables: readonly DumpedTable[]): Promise<void> {
  await makePartitions(client, tables);
  const forced = await client.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity`,
  );
  // COPY does not go through row level security; only the owner is let past it, and only here.
  for (const { name } of forced) await client.query(`ALTER TABLE "${name}" NO FORCE ROW LEVEL SECURITY`);
  // Migrations put rows into some.
  await client.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
  for (const table of await inOrder(client, tables)) {
    const named = table.columns.map((column) => `"${column}"`).join(', ');
    const rows = await copyIn(
      client.raw,
      `COPY "${table.name}" (${named}) FROM STDIN`,
      readRows(join(folder, dumpFile(table.name))),
    );
    if (rows !== table.rows) throw new Error(`${dumpFile(table.name)}: ${rows} rows instead of ${table.rows}`);
  }
  for (const { name } of forced) await client.query(`ALTER TABLE "${name}" FORCE ROW LEVEL SECURITY`);
}

function readRows(file: string): AsyncIterable<Buffer> {
  const rows = createGunzip();
  // A fault of the file ends the reading of its rows with that fault.
  pipeline(createReadStream(file), rows, () => {});
  return rows;
}

/** The months that the dump has: `deliveries_82` is the one 82 months after January 2020. */
async function makePartitions(client: Client, tables: readonly DumpedTable[]): Promise<void> {
  const months = new Set(tables.flatMap(({ name }) => /^deliveries_(\d+)$/.exec(name)?.[1] ?? []));
  for (const month of months) {
    await client.query("SELECT ensure_partitions(timestamptz '2020-01-15 UTC' + make_interval(months => $1), 0)", [
      Number(month),
    ]);
  }
}

/** Whoever is referred to comes first. */
async function inOrder(client: Client, tables: readonly DumpedTable[]): Promise<DumpedTable[]> {
  const references = await client.query<{ from: string; to: string }>(
    `SELECT c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to" FROM pg_constraint c
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid`,
  );
  const ordered: DumpedTable[] = [];
  const left = new Map(tables.map((table) => [table.name, table]));
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) =>
        !references.some(({ from, to }) => from.replaceAll('"', '') === name && left.has(to.replaceAll('"', ''))),
    );
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of free) {
      ordered.push(table);
      left.delete(table.name);
    }
  }
  return ordered;
}
