import type { EgressWorld } from '../open-world.ts';
import type { Site } from '../shape/resolve-site.ts';
import type { SiteLimits } from '../shape/shaping.ts';

const LEASE_MS = 30_000;

/** One of the site's connections, shared by all workers and renewed until it is released; undefined: all are in use. */
export async function openLease(world: EgressWorld, site: Site, stream: number, limits: SiteLimits, holder: string) {
  if (site.key === 'local') return { release: async () => {} };
  // One connection is kept for transactional mail where there are enough of them.
  const limit = stream === 1 && limits.connections >= 4 ? limits.connections - 1 : limits.connections;
  const key = `connections:${site.id}`;
  const answer = await world.limits.acquireLease(key, { limit, ttlMs: LEASE_MS }, holder);
  if (!answer.ok) return undefined;
  const renewal = setInterval(() => {
    world.limits
      .renewLease(key, holder, LEASE_MS)
      .catch((error) => world.log.warn({ err: error, site: site.key }, 'a lease could not be renewed'));
  }, LEASE_MS / 3);
  return {
    release: async () => {
      clearInterval(renewal);
      await world.limits.releaseLease(key, holder).catch(() => {
        // It expires by itself.
      });
    },
  };
}
