import { type Campaign, type CampaignSites, listCampaignSites } from '@hikyaku/campaign';
import type { Route } from '@hikyaku/config';
import type { Database, TenantSql } from '@hikyaku/db';
import { openShaping, type Shaping } from '@hikyaku/egress';
import { describeSite } from './describe-site.ts';
import type { Sample } from './pace.ts';
import type { LiveState } from './view.ts';

type Look = CampaignSites & { samples: Map<string, Sample[]>; freshUntil: number };

/** Counting a campaign by site reads all its rows, so it may take this share of the time at most. */
const SHARE = 1 / 20;
const KEPT_SAMPLES = 10;
const KEPT_LOOKS = 100;
const RULES_FOR_MS = 60_000;

/** Sites of campaigns with what the shaping table allows them. A big campaign is counted less often than a small one. */
export function openSiteReader(app: Database, routes: readonly Route[]) {
  const looks = new Map<number, Look>();
  let shaping: Shaping | undefined;
  let rulesUntil = 0;
  const rules = async () => {
    if (!shaping) shaping = await openShaping(app, routes);
    else if (Date.now() > rulesUntil) await shaping.reload();
    rulesUntil = Date.now() + RULES_FOR_MS;
    return shaping;
  };
  const look = async (sql: TenantSql, id: number): Promise<Look> => {
    const before = looks.get(id);
    const began = Date.now();
    if (before && began < before.freshUntil) return before;
    const found = await listCampaignSites(sql, id);
    const atMs = Date.now();
    const samples = new Map(
      found.sites.map(({ key, people, open }) => {
        const kept = before?.samples.get(key)?.slice(1 - KEPT_SAMPLES) ?? [];
        return [key, [...kept, { atMs, settled: people - open }]];
      }),
    );
    const next = { ...found, samples, freshUntil: atMs + (atMs - began) / SHARE };
    looks.delete(id);
    looks.set(id, next);
    for (const oldest of looks.keys()) if (looks.size > KEPT_LOOKS) looks.delete(oldest);
    return next;
  };
  return {
    async read(
      sql: TenantSql,
      campaign: Pick<Campaign, 'id' | 'status'>,
    ): Promise<Pick<LiveState, 'sites' | 'otherSites'>> {
      const { sites, others, samples } = await look(sql, campaign.id);
      const { limitsOf } = await rules();
      const { connections: inUse, ...rest } = others;
      return {
        sites: sites.map((site) =>
          describeSite(site, limitsOf(site, site.domain ?? undefined), campaign, samples.get(site.key) ?? []),
        ),
        otherSites: { ...rest, inUse },
      };
    },
  };
}

export type SiteReader = ReturnType<typeof openSiteReader>;
