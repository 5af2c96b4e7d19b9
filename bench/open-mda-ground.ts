import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment, openKeyring } from '@hikyaku/config';
import { openDatabase, withTenant } from '@hikyaku/db';
import { openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { adoptDomain, createDomain, createTenant } from '@hikyaku/tenancy';
import { bundlePrograms } from '../apps/starter/src/build/bundle-programs.ts';
import { migrateAll } from '../apps/starter/src/migrations/migrate-all.ts';

const ROOT = join(import.meta.dirname, '..');
const OFFSET = 13_000;
const DOMAIN = 'bench.test';
const PORT = 2_525 + OFFSET;

/** Postgres with its data on disk and synced, one mailbox, and the mda as `npm start` runs it. */
export async function openMdaGround() {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-bench-mda-'));
  const postgres = await openEmbeddedPostgres({ home, port: 15_432 + OFFSET });
  await migrateAll(postgres, join(ROOT, 'prisma', 'migrations'));
  await bundlePrograms(ROOT, join(home, 'build'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const secret = randomBytes(32).toString('hex');
  const app = openDatabase({ url: postgres.appUrl, max: 1, name: 'bench' });
  const owner = { email: `owner@${DOMAIN}`, name: 'Bench' };
  const { scope } = await createTenant(app, { name: 'Bench', dailyQuota: null, owner });
  await withTenant(app, scope, async (sql) => {
    const domain = await createDomain(sql, openKeyring(secret), DOMAIN);
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
    await sql.query('INSERT INTO mailboxes (tenant_id, address) VALUES ($1, $2)', [scope.tenantId, `box@${DOMAIN}`]);
  });
  const log = openSync(join(home, 'mda.log'), 'w');
  const mda: ChildProcess = spawn(process.execPath, [join(home, 'build', 'mda', 'main.mjs')], {
    env: childEnvironment({
      HIKYAKU_HOME: home,
      HIKYAKU_SECRET: secret,
      HIKYAKU_PORT_OFFSET: String(OFFSET),
      DATABASE_URL: postgres.appUrl,
      DATABASE_ENGINE_URL: postgres.engineUrl,
    }),
    stdio: ['ignore', log, log],
  });
  await waitForPort(PORT);
  return {
    port: PORT,
    address: `box@${DOMAIN}`,
    pids: { mda: mda.pid!, postgres: postgres.pid },
    /** Mails that lie in the mailbox. */
    async kept(): Promise<number> {
      const [row] = await withTenant(app, scope, (sql) =>
        sql.query<{ kept: number }>('SELECT count(*) AS kept FROM inbound_messages'),
      );
      return row!.kept;
    },
    async close() {
      mda.kill('SIGTERM');
      await once(mda, 'exit');
      await app.close();
      await postgres.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function waitForPort(port: number, host = '127.0.0.1'): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, host);
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nothing listens at port ${port}`);
}
