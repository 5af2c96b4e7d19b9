import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './embedded/testing.ts';
import { isDatabaseAway, openDatabase } from './open-database.ts';
import type { Database } from './sql.ts';

let database: TestDatabase;
let db: Database;
let admin: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  db = openDatabase({ url: database.engineUrl, max: 2, name: 'test' });
  admin = openDatabase({ url: database.superUrl, max: 1, name: 'test' });
});
afterAll(async () => {
  await db.close();
  await admin.close();
  await database.close();
});

test('a connection that breaks between two statements of a transaction is a refusal to retry, not the end of the process', async () => {
  const broken = db.transaction(async (sql) => {
    const [row] = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await admin.query('SELECT pg_terminate_backend($1)', [row!.pid]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sql.query('SELECT 1');
  });
  await expect(broken.catch(isDatabaseAway)).resolves.toBe(true);
  expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
