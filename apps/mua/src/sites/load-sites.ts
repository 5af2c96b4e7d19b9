import { findSite, listBusiestSites, openShaping, type SitesWorld, type SiteView } from '@hikyaku/egress';
import { house } from '../house/house.ts';

/** Sites of one page: those where most waits. */
const SHOWN = 100;

/** The table is read anew: what an operator looks at is what is in force now. */
async function openSites(): Promise<SitesWorld> {
  const { engine, config, limits } = await house();
  return { engine, limits, egressIps: config.egressIps, shaping: await openShaping(engine, config.routes) };
}

export const loadBusiestSites = async (): Promise<SiteView[]> => listBusiestSites(await openSites(), SHOWN);

export const loadSite = async (id: number): Promise<SiteView | null> => findSite(await openSites(), id);
