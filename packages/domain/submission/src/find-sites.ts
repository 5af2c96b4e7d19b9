import { findRoute, type Route } from '@hikyaku/config';
import type { Sql } from '@hikyaku/db';

export type SiteWorld = {
  readonly routes: readonly Route[];
  readonly platformDomain: string;
  readonly bounceDomain: string;
};

export const routeKey = (route: Route): string => `route:${route.host}:${route.port}`;

/**
 * The site of each domain (A-labels). A route that names it decides first, then whether the domain is ours, then a route
 * for all, then what is remembered of its MX; an unknown domain becomes a site of its own, resolved when it is first connected to.
 */
export async function findSites(sql: Sql, world: SiteWorld, domains: readonly string[]): Promise<Map<string, number>> {
  const sites = new Map<string, number>();
  const local = new Set([world.platformDomain, world.bounceDomain]);
  const asked = [...new Set(domains)];
  for (const row of await sql.query<{ name: string }>('SELECT name FROM local_domains($1) AS name', [asked])) {
    local.add(row.name);
  }
  const byKey = new Map<string, string[]>();
  const remote: string[] = [];
  for (const domain of asked) {
    const route = findRoute(world.routes, domain);
    // A smart host for everybody (`*`) takes what would leave; our own mail stays.
    const routed = route && !(route.match === '*' && local.has(domain));
    const key = routed ? routeKey(route) : local.has(domain) ? 'local' : undefined;
    if (key) byKey.set(key, [...(byKey.get(key) ?? []), domain]);
    else remote.push(domain);
  }
  for (const [key, named] of byKey) {
    const [row] = await sql.query<{ id: number }>('SELECT ensure_site($1) AS id', [key]);
    for (const domain of named) sites.set(domain, row!.id);
  }
  if (remote.length > 0) {
    const rows = await sql.query<{ domain: string; site_id: number }>('SELECT * FROM ensure_sites($1)', [remote]);
    for (const row of rows) sites.set(row.domain, row.site_id);
  }
  return sites;
}
