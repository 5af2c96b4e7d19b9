import type { Database, Sql } from '@hikyaku/db';
import { gauge, type Log } from '@hikyaku/log';
import type { HighestNumbers } from '@hikyaku/queue';
import { compareGeneration, type Generation } from './compare-generation.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { beginHold, findHold, type Hold } from './hold.ts';
import { keepNumber, readKeptNumber } from './kept-numbers.ts';

const held = gauge(
  'hikyaku_egress_held',
  '1 while nothing is sent because a backup was restored and nobody has decided',
);

/** Watches over the generation of the database for one worker. */
export type GenerationWatch = {
  /** Why nothing may be sent, as of the last look; null when all may go. */
  hold(): Hold | null;
  /** Tells that something was settled: the number rises with the next look. */
  touch(): void;
  /** Looks again: for a decision, for a database that was put back under our feet. Every five seconds. */
  look(): Promise<void>;
  /** Raises the number once more, so that a backup made before this stop is seen to be one. */
  close(): Promise<void>;
};

type World = {
  readonly db: Database;
  readonly home: string;
  readonly worker: string;
  /** The worker's own folder. */
  readonly folder: string;
  /** Numbers kept in Redis; undefined without one. */
  readonly shared: HighestNumbers | undefined;
  /** What this process remembers is of a database that is no more: it should end. */
  readonly onReplaced?: (() => void) | undefined;
  readonly log: Log;
};

/**
 * Compares the database's number with what is kept outside it, before anything is claimed; holds everything when the
 * database was put back, and raises the number. Outside = this home's worker folders, and Redis.
 */
export async function openGeneration(world: World): Promise<GenerationWatch> {
  const { db, log } = world;
  let known = await takeUp(world);
  let hold = await findHold(db);
  let touched = false;
  let gathered = false;

  const look = async () => {
    const { id, number } = await readGeneration(db);
    if (id !== known.id || number < known.number) {
      log.error({ number, kept: known.number }, 'the database was put back while this worker ran');
      known = await takeUp(world);
      gathered = false;
      world.onReplaced?.();
    } else if (number > known.number && !touched) {
      // Raised by a backup or another worker: kept here too, so that what is put back is seen to be behind.
      known = { ...known, number };
      keepNumber(world.folder, id, number);
    } else if (touched) {
      touched = false;
      known = await raise(world, id, known.number);
    }
    hold = await findHold(db);
    held.set(hold ? 1 : 0);
    if (!hold) gathered = false;
    if (hold && !gathered) {
      const entries = await gatherEvidence(db, world.home, world.worker);
      log.warn(
        { reason: hold.reason, entries },
        'nothing is sent until somebody decides: the page Restored, or npm run hold',
      );
      gathered = true;
    }
  };
  held.set(hold ? 1 : 0);
  return {
    hold: () => hold,
    touch: () => {
      touched = true;
    },
    look,
    async close() {
      if (touched)
        await raise(world, known.id, known.number).catch((error) =>
          log.warn({ err: error }, 'the generation was not raised'),
        );
    },
  };
}

/** What is done at start, or when the database is another than it was a moment ago. */
async function takeUp(world: World): Promise<Generation> {
  const { db, log } = world;
  const found = await readGeneration(db);
  const kept = await readKept(world, found.id);
  const place = await findPlace(db);
  const verdict = compareGeneration(found, kept, place);
  if (verdict === 'first') {
    log.info({ number: found.number }, 'no number of this database is kept outside it: taken for what it says it is');
  }
  if (verdict === 'behind' || verdict === 'moved') {
    const begun = await beginHold(db, verdict, { number: found.number, kept, from: found.place, to: place });
    if (begun)
      log.error(
        { verdict, number: found.number, kept },
        'this database was restored: nothing is sent until somebody decides',
      );
  }
  return raise(world, found.id, kept ?? 0);
}

/** Raised in the database first, then kept outside: a crash in between leaves what is kept behind, which harms nobody. */
async function raise(world: World, id: string, above: number): Promise<Generation> {
  const { db, folder, shared, log } = world;
  const [row] = await db.query<Generation>(
    `UPDATE generation SET number = greatest(number, $1) + 1, place = coalesce($2, place) RETURNING id, number, place`,
    [above, await findPlace(db)],
  );
  keepNumber(folder, id, row!.number);
  await shared?.raise(keyOf(id), row!.number).catch((error) => {
    log.warn({ err: error }, 'the generation could not be kept in Redis');
  });
  return row!;
}

async function readKept({ home, shared }: World, id: string): Promise<number | null> {
  const numbers = [readKeptNumber(home, id), (await shared?.read(keyOf(id))) ?? null].filter((one) => one !== null);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}

const keyOf = (id: string) => `generation:${id}`;

async function readGeneration(sql: Sql): Promise<Generation> {
  const [row] = await sql.query<Generation>('SELECT id, number, place FROM generation');
  return row!;
}

/** The cluster and the database in it; null where the server does not tell. A copy made from a dump lies elsewhere. */
async function findPlace(sql: Sql): Promise<string | null> {
  try {
    const [row] = await sql.query<{ place: string }>(
      `SELECT s.system_identifier || ':' || d.oid AS place FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()`,
    );
    return row?.place ?? null;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return null;
    throw error;
  }
}
