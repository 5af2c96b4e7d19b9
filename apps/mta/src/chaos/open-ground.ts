import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openKeyring, readConfig } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { createTestDatabase, type TestCluster } from '@hikyaku/db/testing';
import { silentLog } from '@hikyaku/log';
import { openQueueConnection, openWakeQueue } from '@hikyaku/queue';
import { openDrainWaker } from '@hikyaku/submission';
import { acceptMessage } from '../testing/accept-message.ts';
import { addTenant } from '../testing/add-tenant.ts';
import { launchCampaign } from '../testing/launch-campaign.ts';
import { openReceiver, type Received, type Script } from '../testing/open-receiver.ts';
import { mountSmallDisk, unmount } from './small-disk.ts';
import { unlessAway } from './unless-away.ts';

const SHIFT_CLOCK = pathToFileURL(join(import.meta.dirname, 'shift-clock.mjs')).href;
const SECRET = 'c'.repeat(64);
const DUE = `SELECT site_id AS "siteId", stream FROM deliveries WHERE state IN (0, 1) AND due_at <= now() AND batch_id = 0
  UNION SELECT site_id, stream FROM batches WHERE state = 0`;

/** A claimed batch stays this long with a worker that is silent. */
export const LEASE_SECONDS = 3;
/** Connections that one worker holds to one receiver. */
export const CONNECTIONS = 4;

export type Ground = Awaited<ReturnType<typeof openGround>>;

/**
 * What one round plays on: a database, a home and a queue of its own, one tenant, and two receivers that keep in this
 * process, which nobody kills, whatever they accept: one for the domains `*.odd.test`, which follows `script`, one for
 * all others. `watch` is asked first, at both.
 */
export async function openGround(parts: {
  cluster: TestCluster;
  redisUrl?: string | undefined;
  /** What both receivers do unless `watch` decides; `script` is for the odd one. */
  greet: Script;
  script: Script;
  watch: Script;
  /** By how much the worker's clock jumps when it is told to. */
  clockShiftMs: number;
  /** The home is a small disk of its own, where that is permitted. */
  smallDisk: boolean;
}) {
  const { cluster, redisUrl, greet, script, watch, clockShiftMs, smallDisk } = parts;
  const database = await createTestDatabase(cluster);
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-chaos-'));
  const hasDisk = smallDisk && mountSmallDisk(home);
  const received: Received[] = [];
  const even = await openReceiver((...at) => watch(...at) ?? greet(...at), received);
  const odd = await openReceiver((...at) => watch(...at) ?? greet(...at) ?? script(...at), received);
  const environment = {
    DATABASE_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    HIKYAKU_SECRET: SECRET,
    HIKYAKU_HOME: home,
    HIKYAKU_ROUTES: `*.odd.test=localhost:${odd.port};connections=${CONNECTIONS},*=127.0.0.1:${even.port};connections=${CONNECTIONS}`,
    HIKYAKU_RETRY_SCALE: '0.0005',
    HIKYAKU_LEASE_SECONDS: String(LEASE_SECONDS),
    HIKYAKU_ANSWER_TIMEOUT_SECONDS: '1',
    HIKYAKU_LOG_LEVEL: 'fatal',
    // A worker does not outlive this process.
    HIKYAKU_SUPERVISOR_PID: String(process.pid),
    NODE_OPTIONS: `--import ${SHIFT_CLOCK}?ms=${clockShiftMs}`,
  };
  const config = readConfig(environment);
  const db = openDatabase({ url: database.engineUrl, max: 4, name: 'chaos' });
  const app = openDatabase({ url: database.appUrl, max: 4, name: 'chaos' });
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'chaos' });
  const scope = await addTenant({ owner, app, keyring: openKeyring(SECRET) }, 'aozora.test');
  const queue = await openQueueConnection({ redisUrl, databaseUrl: database.engineUrl, log: silentLog() });
  const plans = openWakeQueue<{ campaignId: number }>(queue, 'plan');
  const campaigns: number[] = [];
  const bulk: string[] = [];
  const transactional: string[] = [];

  return {
    database,
    home,
    hasDisk,
    environment,
    config,
    db,
    app,
    owner,
    scope,
    received,
    queue,
    campaigns,
    /** Everybody who was accepted for sending so far, by stream. */
    bulk,
    transactional,
    /** Freezes a campaign to these people. Answers its id. */
    async launch(emails: readonly string[]): Promise<number> {
      const people = emails.map((email, n) => ({ email, name: `山田 ${n}` }));
      const id = await launchCampaign({ app, scope }, people);
      bulk.push(...emails);
      campaigns.push(id);
      return id;
    },
    /** Asks for its planning, as the API does. */
    plan: (campaignId: number) => plans.wake(String(campaignId), { campaignId }),
    /** Accepts one transactional message for each. */
    async accept(emails: readonly string[]): Promise<void> {
      for (const email of emails) {
        await acceptMessage({ app, scope, config }, [email]);
        transactional.push(email);
      }
    },
    /** Does what a sweeper does, sooner: wakes the sites where something is due. Under keys of its own each time. */
    async wake(): Promise<void> {
      const due = await unlessAway(db.query<{ siteId: number; stream: number }>(DUE));
      if (!due) return;
      const waker = openDrainWaker(queue);
      await waker.wake(due);
      await waker.close();
    },
    async close() {
      await plans.close();
      await queue.close();
      for (const pool of [db, app, owner]) await pool.close();
      await even.close();
      await odd.close();
      await database.close();
      if (hasDisk) unmount(home);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
