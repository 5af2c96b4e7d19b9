/** Addresses of the main navigation; the name of each is `frame.nav.<key>` in the messages. */
export const navigation = [
  { key: 'home', href: '/' },
  { key: 'campaigns', href: '/campaigns' },
  { key: 'contacts', href: '/contacts', group: 'audience' },
  { key: 'lists', href: '/lists', group: 'audience' },
  { key: 'imports', href: '/imports', group: 'audience' },
  { key: 'suppressions', href: '/suppressions', group: 'audience' },
  { key: 'inbox', href: '/inbox' },
  { key: 'activity', href: '/activity' },
  { key: 'explain', href: '/tools/explain' },
  { key: 'keys', href: '/developers/keys', group: 'developers' },
  { key: 'webhooks', href: '/developers/webhooks', group: 'developers' },
  { key: 'smtp', href: '/developers/smtp', group: 'developers' },
  { key: 'reference', href: '/docs', group: 'developers' },
  { key: 'domains', href: '/settings/domains', group: 'settings' },
  { key: 'members', href: '/settings/members', group: 'settings' },
  { key: 'tenant', href: '/settings/tenant', group: 'settings' },
  { key: 'audit', href: '/settings/audit', group: 'settings' },
  { key: 'tenants', href: '/operator/tenants', group: 'operator' },
  { key: 'sites', href: '/operator/sites', group: 'operator' },
] as const;

export type NavKey = (typeof navigation)[number]['key'];

/** The entry that a page belongs to. */
export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
