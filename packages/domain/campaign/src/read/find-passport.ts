import type { TenantSql } from '@hikyaku/db';
import { type EventRow, listRecipientEvents } from '@hikyaku/events';
import { type ConversationLine, formatConversation } from './format-conversation.ts';
import { RECIPIENT_COLUMNS, RECIPIENT_JOINS, type Recipient } from './recipient.ts';

export type PassportAttempt = {
  readonly n: number;
  readonly at: Date;
  /** The state it led to. */
  readonly outcome: number;
  readonly reason: number;
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly reply: string;
  readonly durationMs: number;
  readonly mxHost: string | null;
  readonly mxIp: string | null;
  readonly port: number | null;
  readonly sourceIp: string | null;
  readonly tls: string | null;
  /** What was said, opening of the connection included; our commands are rendered again. */
  readonly conversation: readonly ConversationLine[];
};

/** All that is known of one recipient: who, what was sent, each attempt with its conversation, each fact. */
export type Passport = Recipient & {
  readonly domain: string;
  readonly site: string;
  readonly contactId: number | null;
  readonly messageId: number | null;
  readonly campaignId: number | null;
  readonly contentId: number;
  readonly merge: Readonly<Record<string, unknown>> | null;
  readonly stream: number;
  readonly firstAt: Date | null;
  readonly attemptList: readonly PassportAttempt[];
  readonly events: readonly EventRow[];
};

type Who = Omit<Passport, 'attemptList' | 'events'>;
type Try = Omit<PassportAttempt, 'conversation'> & {
  opening: ConversationLine[] | null;
  said: number[];
  words: (string | null)[];
};

/** `returnPath` makes the recipient's reverse path, for MAIL FROM. Null when this tenant has no such recipient. */
export async function findPassport(
  sql: TenantSql,
  deliveryId: number,
  returnPath: (deliveryId: number) => string,
): Promise<Passport | null> {
  const [who] = await sql.query<Who>(
    `SELECT ${RECIPIENT_COLUMNS}, r.domain, s.key AS site, r.contact_id AS "contactId", r.message_id AS "messageId",
       r.campaign_id AS "campaignId", r.content_id AS "contentId", r.merge, r.stream, d.first_at AS "firstAt"
     FROM recipients r ${RECIPIENT_JOINS} JOIN sites s ON s.id = d.site_id WHERE r.id = $1 AND r.tenant_id = $2`,
    [deliveryId, sql.scope.tenantId],
  );
  if (!who) return null;
  const tries = await sql.query<Try>(
    `SELECT t.n, t.at, t.outcome, t.reason, t.code, t.enhanced, t.reply, t.duration_ms AS "durationMs", c.mx_host AS "mxHost",
       c.mx_ip AS "mxIp", c.port, c.source_ip AS "sourceIp", c.tls, c.opening, t.said,
       ARRAY(SELECT p.text FROM generate_series(2, cardinality(t.said), 2) i LEFT JOIN replies p ON p.id = t.said[i] ORDER BY i) AS words
     FROM attempts t LEFT JOIN connections c ON c.id = t.connection_id WHERE t.delivery_id = $1 AND t.tenant_id = $2 ORDER BY t.n`,
    [deliveryId, sql.scope.tenantId],
  );
  const envelope = { mailFrom: returnPath(deliveryId), rcptTo: who.email };
  return {
    ...who,
    attemptList: tries.map(({ opening, said, words, ...attempt }) => ({
      ...attempt,
      conversation: [...(opening ?? []), ...formatConversation(envelope, said, words, attempt.reply)],
    })),
    events: await listRecipientEvents(sql, deliveryId),
  };
}
