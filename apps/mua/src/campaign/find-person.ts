import { listContacts } from '@hikyaku/audience';
import type { TenantSql } from '@hikyaku/db';
import { getTranslations } from 'next-intl/server';

export type Person = { name: string; email: string; attributes: Readonly<Record<string, unknown>> };

/** The contact of this address, or a made-up person: what a preview and a test are written for. */
export async function findPerson(sql: TenantSql, email: string): Promise<Person> {
  const found = email.includes('@') ? await listContacts(sql, { email, limit: 1 }) : null;
  const contact = found?.ok ? found.value.data[0] : undefined;
  if (contact) return { name: contact.name, email: contact.spelling, attributes: contact.attributes };
  const t = await getTranslations('editor');
  return { name: t('sampleName'), email: 'taro@example.com', attributes: {} };
}
