/** What one site has to take, and what it is allowed to. */
export type ForecastSite = {
  readonly site: string;
  /** Open recipients. */
  readonly people: number;
  readonly connections: number;
  /** Null: no rate. */
  readonly perSecond: number | null;
  /** Until the site may be spoken to; 0 = now. */
  readonly closedMs: number;
};

export type Forecast = {
  readonly seconds: number;
  /** Those that take longest first. */
  readonly sites: readonly { readonly site: string; readonly people: number; readonly seconds: number }[];
};

/** Messages a second of one connection to a receiver of average patience: it decides where there is no rate. */
const CONNECTION_PER_SECOND = 20;

/**
 * How long mail will take from now on by the limits in force, without retries: each site at the lower of its rate and
 * what its connections carry, all sites at once, and all of them together not faster than `allPerSecond` (null: no such
 * limit). Pure; seconds are whole and rounded up.
 */
export function forecast(sites: readonly ForecastSite[], allPerSecond: number | null = null): Forecast {
  const each = sites
    .filter((one) => one.people > 0)
    .map(({ site, people, connections, perSecond, closedMs }) => {
      const speed = Math.min(perSecond ?? Number.POSITIVE_INFINITY, connections * CONNECTION_PER_SECOND);
      return { site, people, seconds: Math.ceil(closedMs / 1_000 + people / speed) };
    })
    .sort((a, b) => b.seconds - a.seconds || a.site.localeCompare(b.site));
  const people = each.reduce((sum, one) => sum + one.people, 0);
  const together = allPerSecond ? Math.ceil(people / allPerSecond) : 0;
  return { seconds: Math.max(together, each[0]?.seconds ?? 0), sites: each };
}
