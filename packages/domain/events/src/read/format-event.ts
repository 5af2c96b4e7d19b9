import { formatId } from '@hikyaku/db';
import { REASONS } from '@hikyaku/mail';
import { type EventType, eventName } from '../event-types.ts';
import type { EventRow } from './event-row.ts';

/**
 * A fact as the API and webhooks show it. `smtp` is what the attempt was told, or a report (a late DSN) quoted; it and what
 * follows are null for a fact that no SMTP dialogue told.
 */
export type EventObject = {
  readonly id: string;
  readonly type: EventType;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly email: string;
  readonly email_id: string;
  readonly campaign_id: string | null;
  /** One of REASONS, for what was not delivered. */
  readonly reason: string | null;
  readonly smtp: { readonly code: number | null; readonly enhanced: string | null; readonly text: string } | null;
  readonly mx_host: string | null;
  readonly source_ip: string | null;
  readonly tls: string | null;
  readonly duration_ms: number | null;
  /** Where a clicked link led. */
  readonly url: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
};

export function formatEvent(row: EventRow): EventObject {
  const { smtp: reported, reason: given, url, ...data } = row.data ?? {};
  const spoken = row.code !== null || Boolean(row.reply);
  return {
    id: formatId('event', row.id),
    type: eventName(row.type),
    at: row.at.toISOString(),
    email: row.email,
    email_id: formatId('message', row.email_id),
    campaign_id: row.campaign_id ? formatId('campaign', row.campaign_id) : null,
    reason: row.reason ? (REASONS[row.reason - 1] ?? null) : typeof given === 'string' ? given : null,
    smtp: spoken
      ? { code: row.code, enhanced: row.enhanced, text: row.reply ?? '' }
      : ((reported as EventObject['smtp']) ?? null),
    mx_host: row.mx_host,
    source_ip: row.source_ip || null,
    tls: row.tls,
    duration_ms: row.duration_ms,
    url: typeof url === 'string' ? url : null,
    data: Object.keys(data).length > 0 ? data : null,
  };
}
