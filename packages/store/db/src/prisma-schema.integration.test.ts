import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './embedded/testing.ts';
import { openClient } from './open-database.ts';

const FOLDER = join(import.meta.dirname, '../../../../prisma/schema');

/** `[array of] SQL type`, and `?` when it may be null. */
type Columns = Record<string, string>;

const SQL_TYPES: Record<string, string> = {
  Int: 'int4',
  BigInt: 'int8',
  String: 'text',
  Boolean: 'bool',
  Json: 'jsonb',
  Bytes: 'bytea',
  Float: 'float8',
  DateTime: 'timestamp',
  '@db.Timestamptz': 'timestamptz',
  '@db.Date': 'date',
  '@db.SmallInt': 'int2',
};

/** Table -> columns of the scalar fields of every model. */
function readSchema(): Record<string, Columns> {
  const text = readdirSync(FOLDER)
    .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
    .join('\n');
  const tables: Record<string, Columns> = {};
  for (const [, body] of text.matchAll(/^model \w+ \{\n(.*?)^\}/gms)) {
    const columns: Columns = {};
    for (const line of body!.split('\n')) {
      const field = /^ {2}(\w+) +(\w+)(\[\]|\?)?(?: (.*))?$/.exec(line);
      if (!field || !SQL_TYPES[field[2]!]) continue;
      const [, name, type, mark, attributes = ''] = field;
      const native = /@db\.\w+/.exec(attributes)?.[0];
      const sqlType = SQL_TYPES[native ?? type!] ?? `unknown ${native}`;
      const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name!;
      columns[column] = `${mark === '[]' ? '_' : ''}${sqlType}${mark === '?' ? '?' : ''}`;
    }
    tables[/@@map\("(\w+)"\)/.exec(body!)![1]!] = columns;
  }
  return tables;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('the Prisma schema says of each table it names what the migrations made: columns, types, nullability', async () => {
  const owner = await openClient(database.ownerUrl);
  const schema = readSchema();
  const rows = await owner.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, udt_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS type
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY ($1)`,
    [Object.keys(schema)],
  );
  await owner.end();
  const migrated: Record<string, Columns> = {};
  for (const { table, column, type } of rows) {
    migrated[table] ??= {};
    migrated[table][column] = type;
  }
  expect(Object.keys(schema)).toHaveLength(17);
  expect(schema, 'a column that a migration adds goes into prisma/schema too').toEqual(migrated);
});
