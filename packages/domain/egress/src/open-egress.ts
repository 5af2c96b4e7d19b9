import { type Config, openKeyring } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Resolver } from '@hikyaku/dns';
import { gauge, type Log } from '@hikyaku/log';
import { type Limits, openHighestNumbers, openWakeWorker, type QueueConnection } from '@hikyaku/queue';
import { DRAIN_QUEUES, type DrainJob, openDrainWaker } from '@hikyaku/submission';
import { loseBatches } from './claim/lose-batches.ts';
import { drain } from './drain/drain.ts';
import type { Hold } from './generation/hold.ts';
import { openGeneration } from './generation/open-generation.ts';
import { openSettledLedger, type SettledLedger } from './generation/settled-ledger.ts';
import type { DeliverLocally, EgressWorld } from './open-world.ts';
import { openContents } from './render/load-content.ts';
import { openIntentWriter } from './settle/intent-writer.ts';
import { openJournal } from './settle/journal.ts';
import { openSettler } from './settle/settler.ts';
import { loadEgressRates } from './shape/egress-rates.ts';
import { forgetImposed } from './shape/imposed-limits.ts';
import { openSiteNews } from './shape/open-gate.ts';
import { openWarmUp } from './shape/open-warm-up.ts';
import { UNKNOWN_RETRY_MS } from './shape/retry-schedule.ts';
import { openShaping, type Shaping } from './shape/shaping.ts';
import { claimFolder } from './sweep/claim-folder.ts';
import { explainStall } from './sweep/explain-stall.ts';
import { recover } from './sweep/recover.ts';
import { sendReports } from './sweep/send-reports.ts';
import { wakeDue } from './sweep/wake-due.ts';
import { watchProgress } from './sweep/watch-progress.ts';
import { openTls } from './tls/open-tls.ts';
import { sendTlsReports } from './tls/send-tls-reports.ts';

export type Egress = {
  /** The name under which this worker claims. */
  readonly worker: string;
  readonly shaping: Shaping;
  /** Why nothing may be sent; null when all may go. While it is set, nothing is claimed. */
  hold(): Hold | null;
  /** Wakes drains for sites that planning has just given batches. */
  wakeSites(sites: readonly number[]): Promise<unknown>;
  /** Finds due work that no wake-up announced, and batches whose lease ran out. Every five seconds. */
  sweep(): Promise<void>;
  /** Sends the reports of TLS that other domains are owed. Every minute. */
  reportTls(): Promise<void>;
  close(): Promise<void>;
};

/** A stop waits this long for answers that are under way. What comes later is nobody's to know: the next start says so. */
const STOP_WITHIN_MS = 4_000;

const ready = gauge('hikyaku_ready_drains', 'Drains woken by the last sweep');
const lostBatches = gauge('hikyaku_lost_batches', 'Batches whose lease had run out at the last sweep');

/** Opens one worker of the MTA: recovers what an earlier run left, then drains sites as they are woken. */
export async function openEgress(parts: {
  config: Config;
  db: Database;
  resolver: Resolver;
  limits: Limits;
  queue: QueueConnection;
  deliverLocally: DeliverLocally;
  /** The database was put back while this program runs: it should end, since what it remembers is of another. */
  onReplaced?: () => void;
  log: Log;
}): Promise<Egress> {
  const { config, db, log } = parts;
  const keyring = openKeyring(config.secret ?? '', config.oldSecrets);
  const retryMs = UNKNOWN_RETRY_MS * config.retryScale;
  const folder = claimFolder(config.home);
  const { worker } = folder;
  const shared = config.redisUrl === undefined ? undefined : openHighestNumbers(config.redisUrl, log);
  const ledger = await openSettledLedger(folder.path, (error) =>
    log.warn({ err: error }, 'the ledger of settled recipients could not be written'),
  );
  const generation = await openGeneration({
    db,
    home: config.home,
    worker,
    folder: folder.path,
    shared,
    onReplaced: parts.onReplaced,
    log,
  });
  await recover(db, folder, retryMs, ledger, log);

  const journal = await openJournal(folder.path);
  const intents = openIntentWriter(db, worker);
  const noteSettled: SettledLedger['note'] = (outcomes) => {
    generation.touch();
    return ledger.note(outcomes);
  };
  const settler = openSettler({ db, worker, journal, intents, noteSettled, log });
  const shaping = await openShaping(db, config.routes);
  const tls = await openTls(parts);
  const waker = openDrainWaker(parts.queue);
  let rates = await loadEgressRates(db);
  const warmUp = await openWarmUp(db);
  let closing = false;
  const world: EgressWorld = {
    ...parts,
    keyring,
    shaping,
    tls,
    news: openSiteNews(),
    rates: () => rates,
    warmUp,
    waker,
    settler,
    intents,
    contentOf: openContents(db, keyring),
    worker,
    isClosing: () => closing,
  };
  const progress = watchProgress(log, () => explainStall(world, parts.queue.isAway()));
  const run = async (job: DrainJob) => (closing || generation.hold() ? undefined : drain(world, job));
  const concurrency = {
    'drain-transactional': Math.ceil(config.mtaConcurrency / 4),
    'drain-bulk': config.mtaConcurrency,
  };
  const workers = DRAIN_QUEUES.map((name) =>
    openWakeWorker<DrainJob>(parts.queue, name, { concurrency: concurrency[name], run, log }),
  );

  return {
    worker,
    shaping,
    hold: generation.hold,
    wakeSites: async (sites) => (generation.hold() ? 0 : wakeDue(world, sites)),
    async sweep() {
      await generation.look();
      await shaping.reload();
      await tls.sweep();
      rates = await loadEgressRates(db);
      await warmUp.reload();
      await forgetImposed(db);
      const lost = await loseBatches(db, 'expired', retryMs);
      lostBatches.set(lost.batches);
      if (lost.batches > 0)
        log.warn({ batches: lost.batches, unconfirmed: lost.unconfirmed }, 'took back batches whose worker is silent');
      if (!generation.hold()) await sendReports(world);
      const due = generation.hold() ? 0 : await wakeDue(world);
      ready.set(due);
      await progress.look(due, settler.count());
    },
    async reportTls() {
      if (!generation.hold()) await sendTlsReports(world);
    },
    async close() {
      closing = true;
      await Promise.all(workers.map((one) => one.close(STOP_WITHIN_MS)));
      await settler.close();
      await tls.results.flush();
      await waker.close();
      await generation.close();
      await ledger.close();
      await shared?.close();
      folder.release();
    },
  };
}
