import type { Permission } from '@hikyaku/tenancy';
import { getTranslations } from 'next-intl/server';

const scopes = {
  read: 'read',
  'audit:read': 'audit',
  'contacts:write': 'contacts',
  'suppressions:write': 'suppressions',
  'templates:write': 'templates',
  'campaigns:write': 'campaigns',
  'campaigns:send': 'send',
  'emails:send': 'emails',
  'mailboxes:write': 'mailboxes',
  'webhooks:write': 'webhooks',
  'domains:write': 'domains',
} as const;

/** Permissions of a key in words; one without words is shown as it is. */
export async function nameScopes(permissions: readonly Permission[]): Promise<{ value: string; label: string }[]> {
  const t = await getTranslations('keys.scopes');
  return permissions.map((value) => ({
    value,
    label: value in scopes ? t(scopes[value as keyof typeof scopes]) : value,
  }));
}
