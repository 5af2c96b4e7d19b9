import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, openKeyring } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { silentLog } from '@hikyaku/log';
import { openQueueConnection, openWakeQueue } from '@hikyaku/queue';
import { bundlePrograms } from '../apps/starter/src/build/bundle-programs.ts';
import { migrateAll } from '../apps/starter/src/migrations/migrate-all.ts';
import { programArguments } from '../apps/starter/src/start/program-arguments.ts';
import type { ProgramName } from '../apps/starter/src/supervisor/programs.ts';
import { stopInReverse } from '../apps/starter/src/supervisor/stop-in-reverse.ts';
import { superviseProgram } from '../apps/starter/src/supervisor/supervise-program.ts';
import { waitReady } from '../apps/starter/src/supervisor/wait-ready.ts';
import { findFreePort } from '../apps/starter/src/testing/find-free-port.ts';
import { findPortOffset } from '../apps/starter/src/testing/find-port-offset.ts';
import type { Hold } from './hold.ts';
import { openTenant } from './open-tenant.ts';

const ROOT = join(import.meta.dirname, '..');
export const BENCH_DOMAIN = 'bench.test';

export type GroundOptions = {
  /** Where all mail goes: HIKYAKU_ROUTES. */
  readonly routes: string;
  /** Processes of the mta; 1 unless told. */
  readonly mtas?: number;
  /** Settings over those of `npm start`, as a person may set them too. */
  readonly env?: Readonly<Record<string, string>>;
};

export type RunningProgram = {
  /** Process id at this moment; 0 while it is being started again. */
  readonly pid: number;
};

/**
 * Postgres with its data on disk and synced, one tenant with a domain, and the mta, each as `npm start` runs it: the same
 * bundle, the same arguments of node, under the same supervisor, and nothing set that a person cannot set. All of it is
 * held by `hold`, which closes in reverse.
 */
export async function openGround(options: GroundOptions, hold: Hold) {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-bench-'));
  hold({ close: () => rmSync(home, { recursive: true, force: true }) });
  await bundlePrograms(ROOT, join(home, 'build'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const offset = await findPortOffset();
  const postgres = hold(await openEmbeddedPostgres({ home, port: 15_432 + offset }));
  const urls = { ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl, engineUrl: postgres.engineUrl };
  await migrateAll(urls, join(ROOT, 'prisma', 'migrations'));
  const secret = randomBytes(32).toString('hex');
  const keyring = openKeyring(secret);
  const app = hold(openDatabase({ url: urls.appUrl, max: 2, name: 'bench' }));
  const engine = hold(openDatabase({ url: urls.engineUrl, max: 2, name: 'bench' }));
  const queue = hold(await openQueueConnection({ databaseUrl: urls.engineUrl, maxConnections: 2, log: silentLog() }));
  const plans = hold(openWakeQueue<{ campaignId: number }>(queue, 'plan'));
  const env = childEnvironment({
    NODE_ENV: 'production',
    HIKYAKU_HOME: home,
    HIKYAKU_SECRET: secret,
    HIKYAKU_PORT_OFFSET: String(offset),
    HIKYAKU_ROUTES: options.routes,
    HIKYAKU_SUPERVISOR_PID: String(process.pid),
    DATABASE_URL: urls.appUrl,
    DATABASE_ENGINE_URL: urls.engineUrl,
    DATABASE_DIRECT_URL: urls.engineUrl,
    DATABASE_OWNER_URL: undefined,
    ...options.env,
  });
  const startProgram = async (
    name: ProgramName,
    more: Readonly<Record<string, string>> = {},
  ): Promise<RunningProgram> => {
    const opsPort = await findFreePort();
    const program = superviseProgram({
      name,
      launch: {
        command: process.execPath,
        args: programArguments(join(home, 'build', name, 'main.mjs')),
        cwd: home,
        env: { ...env, [`HIKYAKU_${name.toUpperCase()}_OPS_PORT`]: String(opsPort), ...more },
      },
      logFile: join(home, 'logs', `${name}-${opsPort}.log`),
      say: (line) => process.stderr.write(`${name}: ${line}\n`),
      onStart: () => {},
    });
    hold({ close: () => stopInReverse([program]) });
    await waitReady(program, `http://127.0.0.1:${opsPort}/readyz`, new AbortController().signal);
    return {
      get pid() {
        return program.pid() ?? 0;
      },
    };
  };
  const { scope } = await openTenant({ app, keyring }, BENCH_DOMAIN);
  const mtas: RunningProgram[] = [];
  for (let count = 0; count < (options.mtas ?? 1); count++) mtas.push(await startProgram('mta'));
  return {
    app,
    engine,
    keyring,
    scope,
    offset,
    mtas: mtas as readonly RunningProgram[],
    postgresPid: () => postgres.pid(),
    /** As the API does once a campaign is to be sent. */
    wakePlan: (campaignId: number) => plans.wake(String(campaignId), { campaignId }),
    /** Another program, as `npm start` runs it, once it answers. `more`: settings of its own. */
    startProgram,
  };
}

export type Ground = Awaited<ReturnType<typeof openGround>>;
