import type { Sql } from '@hikyaku/db';
import { type Destination, type DestinationWorld, findDestinations } from './find-destination.ts';
import { openGroups } from './open-groups.ts';

export type Directory = {
  /** Where an address leads. An answer that was found may be a few seconds old; "nobody" is always asked anew. */
  find(address: string): Promise<Destination>;
};

const KEEP_MS = 5_000;
const KEPT_MAX = 10_000;
const LANES = 2;
const AT_ONCE = 100;

/** Recipient addresses of many sessions, looked up together and remembered for a moment: a RCPT is asked again at DATA. */
export function openDirectory(sql: Sql, world: DestinationWorld): Directory {
  const kept = new Map<string, { destination: Destination; until: number }>();
  const groups = openGroups<string, Destination>({
    lanes: LANES,
    itemsMax: AT_ONCE,
    run: (addresses) => findDestinations(sql, world, addresses),
  });
  return {
    async find(address) {
      const known = kept.get(address);
      if (known && known.until > Date.now()) return known.destination;
      kept.delete(address);
      const destination = await groups.add(address);
      if (destination.kind !== 'nobody') {
        // The oldest leave first: a map keeps the order in which it was filled.
        if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!);
        kept.set(address, { destination, until: Date.now() + KEEP_MS });
      }
      return destination;
    },
  };
}
