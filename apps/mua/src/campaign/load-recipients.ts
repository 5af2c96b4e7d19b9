import {
  listCampaignFacts,
  listCampaignRecipients,
  RECIPIENT_FACTS,
  type Recipient,
  type RecipientStatus,
} from '@hikyaku/campaign';
import { formatId, type TenantSql } from '@hikyaku/db';
import { REASONS } from '@hikyaku/mail';
import { barStates } from '@hikyaku/ui';
import type { RecipientRow } from './view.ts';

export type RecipientFilter = RecipientStatus | (typeof RECIPIENT_FACTS)[number];

export const recipientFilters: readonly RecipientFilter[] = [...barStates, ...RECIPIENT_FACTS];

type PageOf<Row> = { rows: Row[]; nextCursor: number | null };

/** One page of the people behind a number. */
export async function loadRecipients(
  sql: TenantSql,
  query: { id: number; filter: RecipientFilter | undefined; limit: number; cursor: number | null },
): Promise<PageOf<RecipientRow>> {
  const { id, filter, limit, cursor } = query;
  const fact = RECIPIENT_FACTS.find((one) => one === filter);
  const status = filter as RecipientStatus | undefined;
  const page = fact
    ? await listCampaignFacts(sql, { id, fact, limit, cursor })
    : await listCampaignRecipients(sql, { id, status, limit, cursor });
  return { rows: page.rows.map(viewRecipient), nextCursor: page.nextCursor };
}

const viewRecipient = (row: Recipient): RecipientRow => ({
  messageId: formatId('message', row.id),
  email: row.email,
  state: row.status,
  attempts: row.attempts,
  reason: REASONS[row.reason - 1] ?? null,
  lastReply: row.lastReply,
  nextAt: row.status === 'deferred' && row.dueAt ? row.dueAt.toISOString() : null,
});
