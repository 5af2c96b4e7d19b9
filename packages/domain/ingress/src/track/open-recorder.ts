import { type Database, isDatabaseAway } from '@hikyaku/db';
import { STATE } from '@hikyaku/egress';
import { counter, type Log } from '@hikyaku/log';
import { HASTE_MS, judgeVisits } from './judge-visits.ts';
import type { Visit } from './visit.ts';
import { type Visited, writeVisits } from './write-visits.ts';

export type Recorder = {
  /** Takes note, at once. It is written a little later, together with others. */
  note(visit: Visit): void;
  /** Writes what it has. */
  close(): Promise<void>;
};

const EVERY_MS = 200;
/** Visits that wait to be written, at most, while the database is slow or away. */
const WAITING_MAX = 20_000;
/** Visits that are written together. */
const BATCH_MAX = 1_000;
/** Visits of one recipient between two writes that are told: somebody who hammers a link fills no ledger. */
const EACH_MAX = 20;

const noted = counter('hikyaku_tracking_visits', 'Fetches of tracking links and pictures that were noted');
const dropped = counter(
  'hikyaku_tracking_dropped',
  'Fetches of tracking links and pictures that were not noted: too many',
);

type Fact = { id: number; tenant_id: number; campaign_id: number; delivered_at: Date | null };

// The last time that the receiver may have got it: answered, or never answered.
const FACTS = `
  SELECT r.id, r.tenant_id, coalesce(r.campaign_id, 0) AS campaign_id,
    (SELECT max(a.at + a.duration_ms * interval '1 ms') FROM attempts a WHERE a.delivery_id = r.id AND a.outcome IN ($2, $3)) AS delivered_at
  FROM recipients r WHERE r.id = ANY ($1)`;

/**
 * Gathers visits and writes them about five times a second. What came within two seconds of a delivery waits until they
 * are over, because only then it shows whether a scanner went through all the links. A process that is killed loses what
 * it has not written; who clicked was led on all the same.
 */
export function openRecorder(engine: Database, log: Log, now: () => number = Date.now): Recorder {
  let waiting: Visit[] = [];
  let writing: Promise<void> = Promise.resolve();
  let closing = false;

  async function write(): Promise<void> {
    const taken = waiting.slice(0, BATCH_MAX);
    if (taken.length === 0) return;
    const byRecipient = groupVisits(taken);
    try {
      const facts = await engine.query<Fact>(FACTS, [[...byRecipient.keys()], STATE.delivered, STATE.unconfirmed]);
      const visited: Visited[] = [];
      const early: Visit[] = [];
      for (const fact of facts) {
        const visits = byRecipient.get(fact.id)!;
        const deliveredAt = fact.delivered_at?.getTime() ?? null;
        if (!closing && mayBeEarly(visits, deliveredAt, now())) early.push(...visits);
        else {
          visited.push({
            id: fact.id,
            tenantId: fact.tenant_id,
            campaignId: fact.campaign_id,
            visits: judgeVisits(visits, deliveredAt).slice(0, EACH_MAX),
          });
        }
      }
      if (visited.length > 0) await writeVisits(engine, visited);
      waiting = [...waiting.slice(taken.length), ...early];
    } catch (error) {
      if (isDatabaseAway(error)) {
        log.warn({ err: error, waiting: waiting.length }, 'visits cannot be written at the moment; they wait');
        return;
      }
      // Whatever is wrong with them must not keep the others.
      log.error({ err: error, visits: taken.length }, 'visits could not be written');
      waiting = waiting.slice(taken.length);
    }
  }

  const timer = setInterval(() => {
    writing = writing.then(write);
  }, EVERY_MS);
  timer.unref();

  return {
    note(visit) {
      if (waiting.length >= WAITING_MAX) {
        dropped.inc();
        return;
      }
      noted.inc();
      waiting.push(visit);
    },
    async close() {
      clearInterval(timer);
      closing = true;
      await writing;
      for (let left = waiting.length; left > 0; left = waiting.length) {
        await write();
        if (waiting.length === left) break;
      }
    },
  };
}

/** True while more may come that decides whether these are a scanner's. */
function mayBeEarly(visits: readonly Visit[], deliveredAt: number | null, at: number): boolean {
  const first = Math.min(...visits.map((visit) => visit.at));
  const from = deliveredAt ?? first;
  return first - from < HASTE_MS && at - from < HASTE_MS;
}

/** By recipient, each in the order in which they came. */
function groupVisits(visits: readonly Visit[]): Map<number, Visit[]> {
  const groups = new Map<number, Visit[]>();
  for (const visit of [...visits].sort((a, b) => a.at - b.at)) {
    const group = groups.get(visit.deliveryId);
    if (group) group.push(visit);
    else groups.set(visit.deliveryId, [visit]);
  }
  return groups;
}
