import { type Config, type Keyring, openKeyring, readConfig } from '@hikyaku/config';
import { type Database, openDatabase, openPrisma, type PrismaPool, withTenant } from '@hikyaku/db';
import { leadsTo, openResolver, type Resolver } from '@hikyaku/dns';
import { openTracker, type Tracker } from '@hikyaku/ingress';
import { type Log, openLog } from '@hikyaku/log';
import { type Limits, openLimits, openQueueConnection, openWakeQueue } from '@hikyaku/queue';
import { accept, composeEmail, type DrainWaker, openDrainWaker, type SiteWorld } from '@hikyaku/submission';
import { type LeadsHere, publicHost, type SendSystemMail, systemScope } from '@hikyaku/tenancy';
import { type LiveHub, openLiveHub } from '../campaign/live-hub.ts';
import { openSiteReader, type SiteReader } from '../campaign/open-site-reader.ts';
import { type ImportRunner, openImportRunner } from './open-import-runner.ts';

/** What the dashboard and the API stand on, opened once per process. */
export type House = {
  readonly config: Config;
  readonly log: Log;
  readonly keyring: Keyring;
  /** Postgres as `app`: row level security shows one tenant. */
  readonly app: Database;
  /** Postgres as `engine`: searches, with the tenant named in the statement. */
  readonly engine: Database;
  /** The same rights as `app`, through Prisma. */
  readonly prisma: PrismaPool;
  readonly resolver: Resolver;
  /** Nothing while the product's own address has no name. */
  readonly leadsHere?: LeadsHere;
  readonly world: SiteWorld;
  readonly drains: DrainWaker;
  /** Asks the MTA to lay out a campaign that began. */
  wakePlan(campaignId: number): Promise<boolean>;
  readonly imports: ImportRunner;
  readonly limits: Limits;
  readonly sendSystemMail: SendSystemMail;
  /** Numbers of running campaigns, read once for all who look on. */
  readonly live: LiveHub;
  /** What campaigns have at their sites. */
  readonly sites: SiteReader;
  /** What stands behind tracking links, where no other server answers them. */
  readonly tracker: Tracker;
  close(): Promise<void>;
};

/** Throws when a setting is missing or the queue cannot be reached. */
export async function openHouse(): Promise<House> {
  const config = readConfig();
  const log = openLog('mua', config.logLevel);
  const { app: appUrl, engine: engineUrl, direct } = config.database;
  if (!appUrl || !engineUrl || !config.secret)
    throw new Error('mua needs DATABASE_URL, DATABASE_ENGINE_URL and HIKYAKU_SECRET');
  const keyring = openKeyring(config.secret, config.oldSecrets);
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection broke');
  const app = openDatabase({ url: appUrl, max: 10, name: 'mua', onError });
  const engine = openDatabase({ url: engineUrl, max: 4, name: 'mua-engine', onError });
  const prisma = await openPrisma({ url: appUrl, max: 4, name: 'mua-prisma', onError });
  const queue = await openQueueConnection({ redisUrl: config.redisUrl, databaseUrl: direct, maxConnections: 4, log });
  const drains = openDrainWaker(queue);
  const limits = openLimits({ redisUrl: config.redisUrl, sql: engine, log });
  const imports = openImportRunner(queue, app, engine, log);
  const plans = openWakeQueue<{ campaignId: number }>(queue, 'plan');
  // A tenant may verify its domain right after publishing: a "no such name" is not remembered.
  const resolver = openResolver({ server: config.dns, negativeTtlSeconds: 0 });
  const world = { routes: config.routes, platformDomain: config.platformDomain, bounceDomain: config.bounceDomain };
  const tracker = openTracker({ engine, keyring, log });
  const host = publicHost(config.url);
  const opened: Omit<House, 'live'> = {
    config,
    log,
    keyring,
    app,
    engine,
    prisma,
    resolver,
    leadsHere: host ? (name) => leadsTo(resolver, name, host) : undefined,
    world,
    drains,
    wakePlan: (campaignId) => plans.wake(String(campaignId), { campaignId }),
    imports,
    limits,
    sites: openSiteReader(app, config.routes),
    sendSystemMail: systemMail(app, world, drains),
    tracker,
    async close() {
      await tracker.close();
      await imports.close();
      await limits.close();
      await Promise.all([plans.close(), drains.close(), resolver.close()]);
      await queue.close();
      await Promise.all([app.close(), engine.close(), prisma.close()]);
    },
  };
  return { ...opened, live: openLiveHub(opened) };
}

/** Mail of the platform itself goes through the one door, as the system tenant. */
function systemMail(app: Database, world: SiteWorld, drains: DrainWaker): SendSystemMail {
  return async ({ to, subject, text, html }) => {
    const from = `Hikyaku <no-reply@${world.platformDomain}>`;
    const composed = await composeEmail({
      from,
      to: [to],
      subject,
      text,
      html,
      stream: 'transactional',
      source: 'system',
    });
    if (!composed.ok) throw new Error(`system mail could not be composed: ${composed.detail}`);
    const accepted = await withTenant(app, systemScope(), (sql) => accept(sql, world, [composed.value]));
    if (!accepted.ok) throw new Error(`system mail was refused: ${accepted.detail}`);
    await drains.wake(accepted.value.due);
  };
}
