import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';

/** Connections at a site that no row names and nobody has tried yet. */
export const FIRST_CONNECTIONS = 2;

// Both compare with what this drain knew: of the drains that are at a site at once one makes the step, not each of them.
const RAISE = `UPDATE sites SET learned = least($2::int + 1, $3::int)
WHERE id = $1 AND coalesce(learned, ${FIRST_CONNECTIONS}) = $2 RETURNING learned`;
const HALVE = `UPDATE sites SET learned = greatest(1, $2::int / 2)
WHERE id = $1 AND coalesce(learned, ${FIRST_CONNECTIONS}) = $2 RETURNING learned`;
const LOOK = `SELECT coalesce(learned, ${FIRST_CONNECTIONS}) AS learned FROM sites WHERE id = $1`;

/** How many connections a site bears: one more after each clean round, half of them when one could not be made. */
export type Learner = {
  /** Connections that may be open now. */
  width(): number;
  cleanRound(): Promise<void>;
  /** Counts once: a drain that fails again and again says nothing new. */
  failed(): Promise<void>;
};

/** `upTo` null: the number is fixed. */
export function openLearner(
  world: { readonly db: Pick<Database, 'query'>; readonly log: Log },
  siteId: number,
  connections: number,
  upTo: number | null,
): Learner {
  let known = connections;
  let hasFailed = false;
  const step = async (statement: string, values: readonly unknown[]) => {
    type Row = { learned: number };
    try {
      const [stepped] = await world.db.query<Row>(statement, values);
      const [row] = stepped ? [stepped] : await world.db.query<Row>(LOOK, [siteId]);
      known = row?.learned ?? known;
    } catch (error) {
      world.log.warn({ err: error, site: siteId }, 'how many connections a site bears could not be kept');
    }
  };
  return {
    width: () => known,
    async cleanRound() {
      if (upTo !== null && !hasFailed && known < upTo) await step(RAISE, [siteId, known, upTo]);
    },
    async failed() {
      if (upTo === null || hasFailed) return;
      hasFailed = true;
      await step(HALVE, [siteId, known]);
    },
  };
}
