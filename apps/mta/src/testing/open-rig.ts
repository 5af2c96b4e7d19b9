import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BATCH_MAX, planCampaign } from '@hikyaku/campaign';
import { openKeyring, readConfig } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { openResolver } from '@hikyaku/dns';
import { type DeliverLocally, type Egress, openEgress } from '@hikyaku/egress';
import { silentLog } from '@hikyaku/log';
import { openLimits, openQueueConnection } from '@hikyaku/queue';
import { openSandbox, type Personality } from '@hikyaku/sandbox';
import { openDrainWaker, type Stream } from '@hikyaku/submission';
import { acceptMessage } from './accept-message.ts';
import { addTenant } from './add-tenant.ts';

const SECRET = 'a'.repeat(64);

type RigOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly personalities?: readonly Personality[];
  readonly deliverLocally?: DeliverLocally;
  /** No worker in this process: the test starts its own. */
  readonly idle?: true;
};

/** A worker of the MTA on a real database, in front of the sandbox's DNS and receivers, with one tenant. */
export async function openRig(options: RigOptions = {}) {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-egress-'));
  const sandbox = await openSandbox({ personalities: options.personalities ?? [], retryScale: 0.0005 });
  const environment = {
    DATABASE_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    HIKYAKU_SECRET: SECRET,
    HIKYAKU_HOME: home,
    HIKYAKU_SANDBOX: 'on',
    HIKYAKU_DNS: `127.0.0.1:${sandbox.ports.dns}`,
    HIKYAKU_MX_PORT: String(sandbox.ports.smtp),
    HIKYAKU_RETRY_SCALE: '0.0005',
    ...options.env,
  };
  const config = readConfig(environment);
  const log = silentLog();
  const db = openDatabase({ url: database.engineUrl, max: 12, name: 'egress test' });
  const app = openDatabase({ url: database.appUrl, max: 4, name: 'egress test app' });
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'egress test owner' });
  const queue = await openQueueConnection({ databaseUrl: database.engineUrl, maxConnections: 30, log });
  const limits = openLimits({ sql: db, log });
  const resolver = openResolver({ server: config.dns });
  const keyring = openKeyring(SECRET);
  const newTenant = (domain: string) => addTenant({ owner, app, keyring }, domain);
  const scope = await newTenant('aozora.test');
  const waker = openDrainWaker(queue);
  const deliverLocally: DeliverLocally =
    options.deliverLocally ?? (async () => ({ code: 550, enhanced: '5.1.1', text: 'nobody here' }));
  // A pool of its own in name: what an earlier worker remembered of the database dies with its process.
  const open = () => openEgress({ config, db: { ...db }, resolver, limits, queue, deliverLocally, log });
  let egress: Egress | undefined = options.idle ? undefined : await open();
  const running = () => {
    if (!egress) throw new Error('no worker runs in this rig');
    return egress;
  };

  return {
    /** What a program needs to work beside this rig. */
    environment,
    config,
    resolver,
    keyring,
    sandbox,
    db,
    app,
    owner,
    scope,
    /** A further tenant that may send from this domain. */
    addTenant: newTenant,
    get egress() {
      return running();
    },
    /** Ends the worker cleanly; `start` opens the next one in the same home. */
    async stop() {
      await running().close();
      egress = undefined;
    },
    async start() {
      egress = await open();
    },
    /** Accepts one message to these people. Wakes nobody unless told to: the sweeper finds it. */
    async send(
      to: string | readonly string[],
      overrides: { subject?: string; stream?: Stream; html?: string; wakes?: boolean } = {},
    ) {
      const accepted = await acceptMessage({ app, scope, config }, typeof to === 'string' ? [to] : to, overrides);
      if (overrides.wakes) await waker.wake(accepted.due);
      return accepted.ids[0]!;
    },
    /** Lays a campaign out, as its wake-up does, and wakes the drains of a worker that runs. Answers its id. */
    async plan(campaignId: number, batchSize = BATCH_MAX): Promise<number> {
      const wake = egress?.wakeSites ?? (async () => {});
      await planCampaign(db, { ...config, batchSize: () => batchSize }, campaignId, wake);
      return campaignId;
    },
    /** Sweeps until `done` says so. The test's own timeout ends a wait for what never comes. */
    async until<T>(done: () => Promise<T | undefined | false>): Promise<T> {
      for (;;) {
        const found = await done();
        if (found) return found;
        await running().sweep();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async messages(
      to?: string,
    ): Promise<{ id: string; mail_from: string; rcpt_to: string; message_id: string; raw_url: string }[]> {
      const response = await fetch(`${sandbox.url}/messages?limit=1000${to ? `&to=${encodeURIComponent(to)}` : ''}`);
      return (await response.json()) as never;
    },
    async counts(): Promise<{ accepted: number; duplicates: number; violations: number }> {
      return (await (await fetch(`${sandbox.url}/counts`)).json()) as never;
    },
    async close() {
      await egress?.close();
      await waker.close();
      await queue.close();
      await resolver.close();
      await limits.close();
      await sandbox.close();
      for (const pool of [db, app, owner]) await pool.close();
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
