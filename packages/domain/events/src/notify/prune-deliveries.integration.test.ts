import { openDatabase } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { expect, test } from 'vitest';
import { pruneDeliveries } from './prune-deliveries.ts';

test('facts of 30 days ago are forgotten portion by portion, those of a closed endpoint too', async () => {
  const database = await openTestDatabase();
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'prune test owner' });
  const engine = openDatabase({ url: database.engineUrl, max: 1, name: 'prune test' });
  await owner.query("INSERT INTO tenants (name) VALUES ('Aozora')");
  await owner.query(
    "INSERT INTO webhooks (tenant_id, url, events, secret, active) VALUES (2, 'https://a.example', '{*}', '', false)",
  );
  await owner.query(
    `INSERT INTO webhook_deliveries (tenant_id, webhook_id, event_id, type, at, state, due_at, begun_at)
     SELECT 2, 1, n, 'email.delivered', now(), CASE WHEN n < 3 THEN 1 ELSE 0 END, CASE WHEN n < 3 THEN NULL ELSE now() END,
       now() - make_interval(days => CASE WHEN n < 5 THEN 31 ELSE 29 END) FROM generate_series(1, 6) n`,
  );
  expect(await pruneDeliveries(engine, 3)).toBe(true);
  expect(await pruneDeliveries(engine, 3)).toBe(false);
  expect(await owner.query('SELECT event_id FROM webhook_deliveries ORDER BY 1')).toEqual([
    { event_id: 5 },
    { event_id: 6 },
  ]);
  for (const pool of [owner, engine]) await pool.close();
  await database.close();
});
