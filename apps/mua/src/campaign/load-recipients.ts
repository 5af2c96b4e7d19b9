import { listCampaignRecipients, type Recipient, type RecipientStatus } from '@hikyaku/campaign';
import { formatId, type TenantSql } from '@hikyaku/db';
import { formatEvent, listEvents } from '@hikyaku/events';
import { REASONS } from '@hikyaku/mail';
import { barStates } from '@hikyaku/ui';
import type { RecipientRow } from './view.ts';

/** Facts beside the state whose people can be listed too. */
export const factFilters = ['complained', 'unsubscribed'] as const;

export type RecipientFilter = RecipientStatus | (typeof factFilters)[number];

export const recipientFilters: readonly RecipientFilter[] = [...barStates, ...factFilters];

type PageOf<Row> = { rows: Row[]; nextCursor: number | null };

/** One page of the people behind a number. */
export async function loadRecipients(
  sql: TenantSql,
  query: { id: number; filter: RecipientFilter | undefined; limit: number; cursor: number | null },
): Promise<PageOf<RecipientRow>> {
  const { id, filter, limit, cursor } = query;
  const fact = factFilters.find((one) => one === filter);
  if (!fact) {
    const page = await listCampaignRecipients(sql, {
      id,
      status: filter as RecipientStatus | undefined,
      limit,
      cursor,
    });
    return { rows: page.rows.map(viewRecipient), nextCursor: page.nextCursor };
  }
  const page = await listEvents(sql, { campaignId: id, type: `email.${fact}`, limit, cursor });
  const rows = page.rows.map((row) => {
    const event = formatEvent(row);
    return {
      messageId: event.email_id,
      email: event.email,
      state: 'delivered' as const,
      attempts: 0,
      reason: null,
      lastReply: null,
      nextAt: null,
    };
  });
  return { rows, nextCursor: page.nextCursor };
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
