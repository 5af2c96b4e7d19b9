import type { EgressWorld } from '../open-world.ts';
import { formatWait } from '../sites/explain-wait.ts';
import { listBusiestSites } from '../sites/list-sites.ts';

const SITES_NAMED = 3;

/** Why this worker gets nothing done although work is due: itself first, then the sites where most waits. */
export async function explainStall(world: EgressWorld, isQueueAway: boolean): Promise<string[]> {
  const reasons: string[] = [];
  if (!world.settler.isReady()) reasons.push('outcomes cannot be committed or journalled, so nothing is claimed');
  if (isQueueAway) reasons.push('the queue cannot be reached, so drains start late');
  const sites = await listBusiestSites({ ...world, engine: world.db, egressIps: world.config.egressIps }, SITES_NAMED);
  return [...reasons, ...sites.map((site) => `${site.key}: ${formatWait(site.wait)}`)];
}
