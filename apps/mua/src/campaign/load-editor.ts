import { listContacts, listLists } from '@hikyaku/audience';
import { formatId, type TenantSql } from '@hikyaku/db';
import { listDomains } from '@hikyaku/tenancy';
import { showSender } from './show-sender.ts';
import type { ListChoice } from './view.ts';

export type EditorChoices = { lists: ListChoice[]; senders: string[]; contacts: string[] };

/** What the editor offers: lists, senders in verified domains, a few contacts for the preview. */
export async function loadEditor(sql: TenantSql, tenantName: string): Promise<EditorChoices> {
  const lists = await listLists(sql, { limit: 200 });
  const contacts = await listContacts(sql, { limit: 30 });
  const domains = (await listDomains(sql)).filter((domain) => domain.status === 'verified');
  return {
    lists: (lists.ok ? lists.value.data : []).map((list) => ({
      id: formatId('list', list.id),
      name: list.name,
      contacts: list.contacts,
    })),
    contacts: (contacts.ok ? contacts.value.data : []).map((contact) => contact.spelling),
    senders: domains.map((domain) => showSender(tenantName, `news@${domain.name}`)),
  };
}
