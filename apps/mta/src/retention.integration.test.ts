import { auditLedger } from '@hikyaku/campaign';
import { openDatabase } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: TestDatabase;
let owner: ReturnType<typeof openDatabase>;
let engine: ReturnType<typeof openDatabase>;

/** The month that lies so many months back, as its partitions are named. */
const back = async (months: number) =>
  (await owner.query<{ m: number }>('SELECT ledger_month(now()) - $1 AS m', [months]))[0]!.m;
const prune = async (months: number) =>
  (await engine.query<{ what: string }>('SELECT what FROM prune_ledger($1)', [months])).map((row) => row.what);
const months = async () =>
  (
    await owner.query<{ m: number }>(
      "SELECT substr(relname, 12)::int AS m FROM pg_class WHERE relkind = 'r' AND relname ~ '^deliveries_[0-9]+$' ORDER BY 1",
    )
  ).map((row) => row.m);
const addDelivery = (m: number, state: number) =>
  owner.query(
    `INSERT INTO deliveries (id, tenant_id, site_id, stream, state, due_at)
     VALUES (($1::bigint << 40) + 1, 1, 1, 1, $2::int, CASE WHEN $2::int < 2 THEN now() END)`,
    [m, state],
  );

beforeAll(async () => {
  database = await openTestDatabase();
  owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'retention owner' });
  engine = openDatabase({ url: database.engineUrl, max: 1, name: 'retention engine' });
  await owner.query("SELECT ensure_partitions(now() - interval '5 months', 5)");
});
afterAll(async () => {
  for (const pool of [owner, engine]) await pool.close();
  await database.close();
});

test('months are made ahead, and none that is young enough is dropped', async () => {
  const now = await back(0);
  expect((await months()).at(-1)).toBe(now + 3);
  expect(await prune(5)).toEqual([]);
});

test('a month with anybody open in it is never dropped, nor any after it', async () => {
  const [fifth, fourth, third] = [await back(5), await back(4), await back(3)];
  await addDelivery(fifth, 2);
  await addDelivery(fourth, 1);
  await addDelivery(third, 2);
  const dropped = await prune(2);
  expect(dropped).toEqual(['events', 'attempts', 'recipients', 'deliveries'].map((table) => `${table}_${fifth}`));
  expect(await months()).toContain(fourth);
  expect(await months()).toContain(third);
  // A campaign of that month keeps its numbers when its rows are gone.
  await owner.query(
    `WITH c AS (INSERT INTO campaigns (tenant_id, name, status, from_email, subject, planned, first_delivery_id)
       VALUES (1, 'old', 'completed', 'a@b', 's', 1, ($1::bigint << 40) + 1) RETURNING id)
     INSERT INTO campaign_counts (tenant_id, campaign_id, unconfirmed) SELECT 1, id, 1 FROM c`,
    [fourth],
  );
  await owner.query(
    'UPDATE deliveries SET state = 7, due_at = NULL, campaign_id = (SELECT max(id) FROM campaigns) WHERE id >> 40 = $1',
    [fourth],
  );
  const sums = async () => (await auditLedger(owner)).filter(({ what }) => what.startsWith('campaign'));
  expect(await sums()).toEqual([]);
  await prune(2);
  expect((await months())[0]).toBe(await back(2));
  expect(await sums()).toEqual([]);
});

test('what belongs to months that are gone goes with them; mail in mailboxes stays', async () => {
  const old = "now() - interval '4 months'";
  await owner.query(
    `INSERT INTO contents (id, tenant_id, kind, from_email, dkim_domain, dkim_selector) OVERRIDING SYSTEM VALUE VALUES (901, 1, 1, 'a@b', 'b', 's'), (902, 1, 1, 'a@b', 'b', 's')`,
  );
  await owner.query(
    `INSERT INTO messages (id, tenant_id, content_id, stream, source, from_header, to_header)
     VALUES (($1::bigint << 40) + 1, 1, 901, 0, 'rest', 'a@b', '{}'), (($2::bigint << 40) + 1, 1, 902, 0, 'rest', 'a@b', '{}')`,
    [await back(4), await back(1)],
  );
  await owner.query(`INSERT INTO connections (at, mx_host, port) VALUES (${old}, 'old', 25), (now(), 'new', 25)`);
  await owner.query("INSERT INTO mailboxes (id, tenant_id, address) OVERRIDING SYSTEM VALUE VALUES (901, 1, 'x@y')");
  await owner.query(
    `INSERT INTO inbound_messages (tenant_id, mailbox_id, kind, rcpt_to, raw, sha256, received_at, pending)
     VALUES (1, NULL, 'bounce', 'old', '', '', ${old}, false), (1, NULL, 'bounce', 'pending', '', '', ${old}, true),
       (1, 901, 'reply', 'kept', '', '', ${old}, false), (1, NULL, 'bounce', 'new', '', '', now(), false)`,
  );
  expect(await prune(2)).toEqual(['messages', 'connections', 'inbound_messages']);
  expect(await owner.query('SELECT id FROM contents WHERE id > 900')).toEqual([{ id: 902 }]);
  expect(await owner.query('SELECT mx_host FROM connections')).toEqual([{ mx_host: 'new' }]);
  expect(await owner.query('SELECT rcpt_to FROM inbound_messages ORDER BY 1')).toEqual(
    ['kept', 'new', 'pending'].map((rcpt_to) => ({ rcpt_to })),
  );
  expect(await prune(2)).toEqual([]);
});
