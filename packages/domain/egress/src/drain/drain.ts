import { setTimeout as sleep } from 'node:timers/promises';
import { counter } from '@hikyaku/log';
import type { Again } from '@hikyaku/queue';
import type { DrainJob } from '@hikyaku/submission';
import { type ClaimedBatch, claimBatch, nextPortion } from '../claim/claim-batch.ts';
import { releaseBatch } from '../claim/release-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import { type Gate, openGate } from '../shape/open-gate.ts';
import { openPermits } from '../shape/permits.ts';
import { type Destination, moveSite, resolveDomain, type Site } from '../shape/resolve-site.ts';
import type { SiteLimits } from '../shape/shaping.ts';
import type { NotConnected } from './connect.ts';
import { heedLine } from './heed-line.ts';
import { type Line, openLocalLine, openSmtpLine, type SmtpLine } from './line.ts';
import { unreachableOutcome } from './make-outcome.ts';
import { openLease } from './open-lease.ts';
import { type Permit, sendBatch } from './send-batch.ts';
import { type Group, sortBatch } from './sort-batch.ts';

/** A drain ends after this, so that pause, cancel, suppression and other tenants are heard. */
const DRAIN_MS = 10_000;
const BATCH = 500;
/** Transactional mail does not wait behind much of its own kind for one slow answer. */
const TRANSACTIONAL_BATCH = 50;
/** Unless there is so much of it that a whole batch was just claimed. */
const TRANSACTIONAL_BATCH_UNDER_LOAD = 200;
/** A batch of fewer is committed at once: who comes after it should not wait for its end. */
const LARGE_BATCH = 25;
/** So many over one connection say that it bears them. */
const ROUND = 10;
/** The sweeper wakes whatever is due at least this often. */
const SWEPT_MS = 5_000;
/** Another connection is asked for at most this often. */
const WIDEN_EVERY_MS = 250;

const claimed = counter('hikyaku_claimed_total', 'Recipients claimed, by shaping rule', ['rule']);

/** Drains that run in this process, and whether they were asked for again meanwhile. */
const running = new Map<string, boolean>();
/** The tenant served last at a site and stream. */
const turns = new Map<string, number>();

const keyOf = (worker: string, siteId: number, { stream, slot }: Pick<DrainJob, 'stream' | 'slot'>) =>
  `${worker}:${siteId}:${stream}:${slot}`;

/** True while this connection of a site is in use by this worker; a server that answers late may keep it for minutes. */
export const isDraining = (worker: string, siteId: number, of: Pick<DrainJob, 'stream' | 'slot'>): boolean =>
  running.has(keyOf(worker, siteId, of));

/** Empties sites, one after the other: as far as limits and ten seconds allow. */
export async function drain(world: EgressWorld, job: DrainJob): Promise<Again | undefined> {
  let again: Again | undefined;
  for (const siteId of job.siteIds) {
    const key = keyOf(world.worker, siteId, job);
    if (running.has(key)) {
      running.set(key, true);
      continue;
    }
    running.set(key, false);
    try {
      do {
        running.set(key, false);
        const more = await drainSite(world, siteId, job, key);
        if (more) again = !again || (more.delayMs ?? 0) < (again.delayMs ?? 0) ? more : again;
      } while (running.get(key));
    } finally {
      running.delete(key);
    }
  }
  return again;
}

async function drainSite(
  world: EgressWorld,
  siteId: number,
  job: DrainJob,
  holder: string,
): Promise<Again | undefined> {
  if (!world.settler.isReady()) return { again: true, delayMs: 1_000 };
  const [site] = await world.db.query<Site>('SELECT id, key, mx, learned FROM sites WHERE id = $1', [siteId]);
  if (!site) return undefined;
  const home = await resolveHome(world, site);
  if (home !== site.id) {
    await moveSite(world.db, site.id, home);
    // Here and now: a wake-up would stand behind all the others, and those who need longest would begin last.
    return drainSite(world, home, job, holder);
  }
  const [named] = await world.db.query<{ domain: string }>(
    'SELECT domain FROM site_domains WHERE site_id = $1 LIMIT 1',
    [siteId],
  );
  const base = world.shaping.limitsOf(site, named?.domain ?? site.key.replace(/^domain:/, ''));
  const gate = await openGate(world, site, base);
  // Suspended: nothing is claimed, and nobody has tried. The sweeper comes back when it is to last.
  if (gate.closedMs > 0) return gate.closedMs < SWEPT_MS ? { again: true, delayMs: gate.closedMs } : undefined;
  const { limits } = gate;
  const lease = await openLease(world, site, job.stream, limits, holder);
  if (!lease) return job.slot === 0 ? { again: true, delayMs: 1_000 } : undefined;
  const line =
    site.key === 'local'
      ? openLocalLine(world)
      : heedLine(openSmtpLine(world, site.key, portOf(world, site), limits), gate);
  try {
    return await empty(world, { site, job, limits, gate, line });
  } finally {
    line.close();
    await lease.release();
  }
}

/** A domain that is still a site of its own is resolved before anything of it is claimed: its batches move whole. */
async function resolveHome(world: EgressWorld, site: Site): Promise<number> {
  const domain = /^domain:(.+)$/.exec(site.key)?.[1];
  if (!domain) return site.id;
  const destination = await resolveDomain(world, domain);
  return destination.kind === 'hosts' ? destination.siteId : site.id;
}

type Drained = { site: Site; job: DrainJob; limits: SiteLimits; gate: Gate; line: Line | SmtpLine };

/** Claims and sends until nothing is due, the limits say wait, or the time is over. */
async function empty(world: EgressWorld, drained: Drained): Promise<Again | undefined> {
  const { site, job, limits, gate } = drained;
  const deadline = Date.now() + DRAIN_MS;
  const permits = openPermits(world, { siteId: site.id, limits, rates: world.rates(), allowance: gate.allowance });
  // Ten seconds are over, the program stops, the site's answers closed it, or the rate says wait for longer than that:
  // the rest is handed back.
  const permit: Permit = {
    next: async () => !isOver(world, deadline) && (gate.isQuiet() || (await gate.isOpen())) && permits.next(deadline),
    tryNext: () => !isOver(world, deadline) && gate.isQuiet() && permits.tryNext(),
  };
  const course: Course = { downs: new Map(), moved: new Set(), destinations: new Map(), full: false, widenedAt: 0 };
  const finishing: Promise<void>[] = [];
  let again: Again | undefined;
  while (!isOver(world, deadline) && world.settler.isReady() && (gate.isQuiet() || (await gate.isOpen()))) {
    const batch = await claimNext(world, drained, course);
    again = batch ? { again: true } : undefined;
    if (!batch) break;
    permits.serve(batch.tenantId);
    try {
      const result = await sendPortions(world, drained, batch, permit, course);
      if (result === 'all sent') {
        if (course.downs.size === 0 && batch.recipients.length >= ROUND) finishing.push(gate.cleanRound());
        continue;
      }
      again = result === 'not here' ? undefined : { again: true, delayMs: permits.waitMs };
      break;
    } finally {
      finishing.push(finish(world, batch));
    }
  }
  await Promise.all(finishing);
  await permits.close();
  await world.waker.wake([...course.moved].map((siteId) => ({ siteId, stream: job.stream })));
  return again;
}

async function claimNext(
  world: EgressWorld,
  { site, job, limits, gate }: Drained,
  course: Course,
): Promise<ClaimedBatch | null> {
  const turnKey = `${site.id}:${job.stream}`;
  const transactional = course.full ? TRANSACTIONAL_BATCH_UNDER_LOAD : TRANSACTIONAL_BATCH;
  const most = job.stream === 0 ? transactional : BATCH;
  const size = Math.max(1, Math.min(most, Math.floor(limits.perSecond ? limits.perSecond * 5 : most)));
  const batch = await claimBatch(world.db, {
    siteId: site.id,
    stream: job.stream,
    worker: world.worker,
    leaseMs: world.config.leaseMs,
    size,
    afterTenant: turns.get(turnKey) ?? 0,
  });
  if (!batch) return null;
  turns.set(turnKey, batch.tenantId);
  claimed.inc({ rule: limits.rule }, batch.recipients.length);
  // A full batch: there may be more than one connection can carry.
  course.full = batch.recipients.length >= size;
  if (course.full && job.slot + 1 < gate.width() && Date.now() - course.widenedAt >= WIDEN_EVERY_MS) {
    course.widenedAt = Date.now();
    await world.waker.wakeJobs([{ ...job, siteIds: [site.id], slot: job.slot + 1 }]);
  }
  return batch;
}

/** What one drain has learnt so far: that nobody takes its connection, which sites got somebody of its own, where domains are. */
type Course = {
  /** By the domain whose policy is obeyed, '' for all others. */
  readonly downs: Map<string, NotConnected>;
  readonly moved: Set<number>;
  readonly destinations: Map<string, Destination>;
  /** The last batch was as large as it may be. */
  full: boolean;
  widenedAt: number;
};

/** `not here`: this connection is one too many. `not all`: it is time to hand the rest back. */
type Sent = 'all sent' | 'not all' | 'not here';

async function sendPortions(
  world: EgressWorld,
  drained: Drained,
  batch: ClaimedBatch,
  permit: Permit,
  course: Course,
): Promise<Sent> {
  for (let portion: ClaimedBatch | null = batch; portion; portion = await nextPortion(world.db, portion)) {
    const result = await sendClaimed(world, drained, portion, permit, course);
    if (result !== 'all sent') return result;
  }
  return 'all sent';
}

async function sendClaimed(
  world: EgressWorld,
  { site, job, line, gate }: Drained,
  batch: ClaimedBatch,
  permit: Permit,
  course: Course,
): Promise<Sent> {
  gate.serve(batch);
  const { groups, moved } = await sortBatch(world, batch, site, course.destinations);
  for (const siteId of moved) course.moved.add(siteId);
  for (const group of groups) {
    const sent = await sendGroup(world, { site, job, line }, batch, group, permit, course);
    if (sent !== 'all sent') return sent;
  }
  return 'all sent';
}

async function sendGroup(
  world: EgressWorld,
  { site, job, line }: Pick<Drained, 'site' | 'job' | 'line'>,
  batch: ClaimedBatch,
  group: Group,
  permit: Permit,
  course: Course,
): Promise<Sent> {
  if ('ensure' in line) {
    const key = group.enforced?.domain ?? '';
    const down =
      course.downs.get(key) ??
      (await line.ensure(group.hosts.length > 0 ? group : { ...group, hosts: routeHosts(site) }));
    // "Too many connections" to one connection among many says nothing about the recipients: this one ends.
    if (down?.reply && job.slot > 0) return 'not here';
    if (down) {
      course.downs.set(key, down);
      for (const recipient of group.recipients)
        world.settler.add(unreachableOutcome(batch, recipient, down, world.config.retryScale));
      return 'all sent';
    }
  }
  return (await sendBatch(world, batch, group.recipients, line, permit)) ? 'all sent' : 'not all';
}

const isOver = (world: EgressWorld, deadline: number) => world.isClosing() || Date.now() >= deadline;

/** Commits what the batch brought and gives it back; when Postgres is away, as soon as it is there again. */
async function finish(world: EgressWorld, batch: ClaimedBatch): Promise<void> {
  for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    try {
      await (batch.recipients.length < LARGE_BATCH ? world.settler.flush() : world.settler.settled());
      await releaseBatch(world.db, batch);
      return;
    } catch (error) {
      world.log.warn({ err: error, batch: batch.id }, 'a batch could not be given back, trying on');
      if (world.isClosing()) return;
      await sleep(waitMs);
    }
  }
}

const ROUTE = /^route:(.+):(\d+)$/;
const portOf = (world: EgressWorld, site: Site): number => Number(ROUTE.exec(site.key)?.[2] ?? world.config.mxPort);
const routeHosts = (site: Site) => {
  const host = ROUTE.exec(site.key)?.[1];
  return host ? [{ exchange: host, preference: 0 }] : [];
};
