import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, openKeyring } from '@hikyaku/config';
import { type Database, openDatabase, withTenant } from '@hikyaku/db';
import { openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { adoptDomain, createDomain, createTenant } from '@hikyaku/tenancy';
import { bundlePrograms } from '../apps/starter/src/build/bundle-programs.ts';
import { migrateAll } from '../apps/starter/src/migrations/migrate-all.ts';

const ROOT = join(import.meta.dirname, '..');
export const BENCH_DOMAIN = 'bench.test';
const OFFSET = 14_000;

/**
 * Postgres with its data on disk and synced, one tenant with a domain, and the mta as `npm start` runs it.
 * `startProgram` adds another one, as it is run there too.
 */
export async function openGround(sinkPort: number, offset = OFFSET) {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-bench-'));
  const postgres = await openEmbeddedPostgres({ home, port: 15_432 + offset });
  const urls = { ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, engineUrl: postgres.engineUrl };
  await migrateAll(urls, join(ROOT, 'prisma', 'migrations'));
  await bundlePrograms(ROOT, join(home, 'build'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const secret = randomBytes(32).toString('hex');
  const app = openDatabase({ url: urls.appUrl, max: 2, name: 'bench' });
  const engine = openDatabase({ url: urls.engineUrl, max: 2, name: 'bench' });
  const owner = { email: `owner@${BENCH_DOMAIN}`, name: 'Bench' };
  const { scope } = await createTenant(app, { name: 'Bench', dailyQuota: null, owner });
  await withTenant(app, scope, async (sql) => {
    const domain = await createDomain(sql, openKeyring(secret), BENCH_DOMAIN);
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
  });
  const env = childEnvironment({
    HIKYAKU_HOME: home,
    HIKYAKU_SECRET: secret,
    HIKYAKU_PORT_OFFSET: String(offset),
    HIKYAKU_ROUTES: `*=127.0.0.1:${sinkPort}`,
    DATABASE_URL: urls.appUrl,
    DATABASE_ENGINE_URL: urls.engineUrl,
    DATABASE_DIRECT_URL: urls.engineUrl,
  });
  const started: ChildProcess[] = [];
  const startProgram = (name: string, more: Readonly<Record<string, string>> = {}): ChildProcess => {
    const log = openSync(join(home, `${name}.log`), 'w');
    const child = spawn(process.execPath, [join(home, 'build', name, 'main.mjs')], {
      env: { ...env, ...more },
      stdio: ['ignore', log, log],
    });
    started.push(child);
    return child;
  };
  const mta = startProgram('mta');
  return {
    app,
    engine,
    scope,
    offset,
    mtaPid: mta.pid!,
    postgresPid: () => postgres.pid(),
    startProgram,
    async close() {
      for (const child of started.reverse()) await stop(child);
      await closeAll([app, engine]);
      await postgres.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type Ground = Awaited<ReturnType<typeof openGround>>;

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const closeAll = (pools: readonly Database[]) => Promise.all(pools.map((pool) => pool.close()));
