import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyring, readConfig } from '@hikyaku/config';
import { mintTenantScope, openDatabase, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { openResolver } from '@hikyaku/dns';
import { openEgress } from '@hikyaku/egress';
import { openLocalDelivery } from '@hikyaku/ingress';
import { silentLog } from '@hikyaku/log';
import { openLimits, openQueueConnection } from '@hikyaku/queue';
import { openSandbox } from '@hikyaku/sandbox';
import { accept, composeEmail } from '@hikyaku/submission';
import { adoptDomain, createDomain } from '@hikyaku/tenancy';
import { expect, test } from 'vitest';
import { openMda } from './open-mda.ts';
import { openReportSweeper } from './open-report-sweeper.ts';

const SECRET = 'a'.repeat(64);
const PEOPLE = ['a@late-bounce.example', 'b@complain.example', 'c@reply.example', 'd@one.example'];

test('what is sent out comes back: a late bounce, a complaint and a reply find the recipient they are about', async () => {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-circle-'));
  const log = silentLog();
  const db = openDatabase({ url: database.engineUrl, max: 12, name: 'circle test' });
  const app = openDatabase({ url: database.appUrl, max: 2, name: 'circle test app' });
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'circle test owner' });
  const given = readConfig({ HIKYAKU_SECRET: SECRET, HIKYAKU_HOME: home, HIKYAKU_SANDBOX: 'on' });
  const mda = await openMda({ config: { ...given, ports: { ...given.ports, mda: 0 } }, db, log });
  const sandbox = await openSandbox({ mda: { host: '127.0.0.1', port: mda.port }, lateAfterMs: 0 });
  const config = { ...given, dns: `127.0.0.1:${sandbox.ports.dns}`, mxPort: sandbox.ports.smtp };
  const queue = await openQueueConnection({ databaseUrl: database.engineUrl, maxConnections: 10, log });
  const limits = openLimits({ sql: db, log });
  const resolver = openResolver({ server: config.dns });
  const deliverLocally = openLocalDelivery({ config, db, log });
  const egress = await openEgress({ config, db, resolver, limits, queue, deliverLocally, log });
  const sweeper = openReportSweeper({ db, log });

  const [tenant] = await owner.query<{ id: number }>("INSERT INTO tenants (name) VALUES ('Aozora') RETURNING id");
  const scope = mintTenantScope(tenant!.id, 'test');
  await withTenant(app, scope, async (sql) => {
    const domain = await createDomain(sql, openKeyring(SECRET), 'aozora.test');
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
    await sql.query("INSERT INTO mailboxes (tenant_id, address) VALUES ($1, 'news@aozora.test')", [scope.tenantId]);
    const mail = await composeEmail({
      from: 'news@aozora.test',
      to: PEOPLE,
      subject: 'こんにちは',
      text: 'おはようございます',
      stream: 'bulk',
      source: 'rest',
    });
    if (!mail.ok) throw new Error(mail.detail);
    await accept(sql, config, [mail.value]);
  });

  const look = () =>
    owner.query<{ email: string; state: number; facts: number[] }>(
      `SELECT r.email, d.state, array(SELECT e.type FROM events e WHERE e.delivery_id = r.id AND e.type IN (4, 11) ORDER BY e.id) AS facts
       FROM recipients r JOIN deliveries d ON d.id = r.id ORDER BY r.email`,
    );
  const isRound = (rows: Awaited<ReturnType<typeof look>>, kept: object[]) =>
    rows.every((row) => row.state > 1) && rows.flatMap((row) => row.facts).length === 2 && kept.length === 3;
  const inbox = () => owner.query<{ kind: string }>('SELECT kind FROM inbound_messages ORDER BY kind');
  while (!isRound(await look(), await inbox())) {
    await egress.sweep();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await look()).toEqual([
    { email: 'a@late-bounce.example', state: 3, facts: [4] },
    { email: 'b@complain.example', state: 2, facts: [11] },
    { email: 'c@reply.example', state: 2, facts: [] },
    { email: 'd@one.example', state: 2, facts: [] },
  ]);
  expect(await inbox()).toEqual([{ kind: 'bounce' }, { kind: 'complaint' }, { kind: 'reply' }]);
  const held = await owner.query('SELECT email, reason, scope FROM suppressions ORDER BY email');
  expect(held).toEqual([
    { email: 'a@late-bounce.example', reason: 'invalid_recipient', scope: 3 },
    { email: 'b@complain.example', reason: 'complaint', scope: 1 },
  ]);

  await sweeper.close();
  for (const part of [egress, queue, resolver, limits, sandbox, mda]) await part.close();
  for (const pool of [db, app, owner]) await pool.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});
