import type { CampaignSite } from '@hikyaku/campaign';
import type { Sample } from './pace.ts';
import type { CampaignStatus, SiteDoing, SiteRow } from './view.ts';

export type SiteAllows = { readonly connections: number; readonly perSecond: number | null };

/** Says what is going on at a site. `samples`: how many were settled there at the last looks, oldest first. */
export function describeSite(
  site: CampaignSite,
  allows: SiteAllows,
  campaign: { readonly status: CampaignStatus },
  samples: readonly Sample[],
): SiteRow {
  const { people, open, deferred, delivered } = site;
  const doing = doingOf(site, allows, campaign.status);
  const now = samples.at(-1)?.atMs;
  const pace = paceOf(samples) ?? allows.perSecond;
  const moves = doing === 'sending' || doing === 'rate';
  return {
    site: site.domain ?? site.key.replace(/^(domain|route):/, ''),
    people,
    open,
    deferred,
    delivered,
    inUse: site.connections,
    connections: allows.connections,
    perSecond: allows.perSecond,
    doing,
    nextAt: doing === 'retry' ? (site.nextAt?.toISOString() ?? null) : null,
    doneAt: moves && now !== undefined && pace ? new Date(now + (open / pace) * 1_000).toISOString() : null,
  };
}

function doingOf(site: CampaignSite, { perSecond }: SiteAllows, status: CampaignStatus): SiteDoing {
  if (site.open === 0) return 'done';
  if (site.connections > 0) return perSecond === null ? 'sending' : 'rate';
  if (status === 'paused') return 'paused';
  return site.deferred === site.open && site.nextAt ? 'retry' : 'turn';
}

function paceOf(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atMs <= first.atMs || last.settled <= first.settled) return null;
  return ((last.settled - first.settled) * 1_000) / (last.atMs - first.atMs);
}
