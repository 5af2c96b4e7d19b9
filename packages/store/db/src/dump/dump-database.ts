import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { openClient } from '../open-database.ts';
import { copyOut } from './copy-table.ts';
import { type Dump, type DumpedTable, dumpFile, NOT_DUMPED } from './dump.ts';

type Client = Awaited<ReturnType<typeof openClient>>;

/**
 * Writes all tables of the schema `public` into `folder`, as of one moment, while everything runs. `ownerUrl`: the owner of
 * the schema. The generation is raised right behind that moment, so that whatever is put back from here is seen to be.
 */
export async function dumpDatabase(ownerUrl: string, folder: string): Promise<Dump> {
  const client = await openClient(ownerUrl);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const generation = await readGeneration(client);
    await raiseGeneration(ownerUrl);
    const migrations = await client.query<{ name: string; checksum: string }>(
      `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    const tables: DumpedTable[] = [];
    for (const table of await listTables(client)) tables.push(await dumpTable(client, folder, table));
    // Sequences know no snapshots: read last, they are never behind the rows.
    const sequences = await client.query<{ name: string; value: number }>(
      `SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`,
    );
    await client.query('COMMIT');
    return { migrations, tables, sequences, generation };
  } finally {
    await client.end();
  }
}

async function readGeneration(client: Client): Promise<Dump['generation']> {
  const [row] = await client.query<Dump['generation']>('SELECT id, number FROM generation');
  return row!;
}

async function raiseGeneration(ownerUrl: string): Promise<void> {
  const client = await openClient(ownerUrl);
  try {
    await client.query('UPDATE generation SET number = number + 1');
  } finally {
    await client.end();
  }
}

/** Kept tables with their columns; of a partitioned one its partitions. What is unlogged rebuilds itself. */
const listTables = (client: Client) =>
  client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p' AND c.relname <> ALL ($1)
     GROUP BY c.relname ORDER BY c.relname`,
    [NOT_DUMPED],
  );

async function dumpTable(
  client: Client,
  folder: string,
  table: { name: string; columns: string[] },
): Promise<DumpedTable> {
  const { name, columns } = table;
  const named = columns.map((column) => `"${column}"`).join(', ');
  const hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  // A line feed ends a row and is in no value: there it is written \n.
  const countRows = new Transform({
    transform(chunk: Buffer, _, done) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
      done(null, chunk);
    },
  });
  const digest = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(
    copyOut(client.raw, `COPY (SELECT ${named} FROM "${name}") TO STDOUT`),
    countRows,
    createGzip({ level: 3 }),
    digest,
    createWriteStream(join(folder, dumpFile(name)), { mode: 0o600, flush: true }),
  );
  return { name, columns, rows, bytes, sha256: hash.digest('hex') };
}
