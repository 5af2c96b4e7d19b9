import type { SiteView } from '@hikyaku/egress';

/** How a site is called: its provider or its first domain, without the marks of its key. */
export function showSite({ key, provider, domains }: Pick<SiteView, 'key' | 'provider' | 'domains'>): string {
  if (key === provider || key === 'local') return key;
  return domains[0] ?? key.replace(/^(domain|route|mx):/, '');
}
