import { createHash } from 'node:crypto';
import { type Database, mintTenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import { decodeHeaderText, type Explanation, explain, readHeaders } from '@hikyaku/mail';
import { correlate } from './correlate.ts';
import type { Destination } from './find-destination.ts';
import { complainRecipient, unsubscribeRecipient } from './recipient-facts.ts';
import { settleReport } from './settle-report.ts';

export type Inbound = {
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly bytes: Buffer;
};

export type InboundKind = Explanation['kind'] | 'reply';

/**
 * Takes one mail for one destination: keeps it, understands it and draws the consequences, in one transaction. When it
 * has resolved the mail is stored, and the SMTP server may say 250.
 */
export function receive(
  engine: Database,
  destination: Exclude<Destination, { kind: 'nobody' }>,
  mail: Inbound,
): Promise<{ kind: InboundKind; id: number }> {
  const scope = mintTenantScope(destination.tenantId, 'system');
  return withTenant(engine, scope, async (sql) => {
    const explanation = explain(mail.bytes);
    const kind: InboundKind =
      destination.kind === 'mailbox' && explanation.kind === 'other' ? 'reply' : explanation.kind;
    const deliveryId =
      destination.kind === 'mailbox' ? await correlate(sql, mail.bytes, explanation) : destination.deliveryId;
    const id = await keep(sql, destination, mail, { kind, deliveryId });
    if (deliveryId !== null) await draw(sql, destination, deliveryId, explanation, mail, id);
    return { kind, id };
  });
}

/** What the mail means for the recipient it is about. */
async function draw(
  sql: TenantSql,
  destination: Destination,
  deliveryId: number,
  explanation: Explanation,
  mail: Inbound,
  inboundId: number,
): Promise<void> {
  if (destination.kind === 'unsubscribe') {
    await unsubscribeRecipient(sql, deliveryId, 'mail');
    return;
  }
  switch (explanation.kind) {
    case 'bounce':
    case 'delivered':
      await settleReport(sql, deliveryId, explanation, inboundId);
      return;
    case 'complaint':
      await complainRecipient(sql, deliveryId, inboundId);
      return;
    case 'unsubscribe':
      await unsubscribeRecipient(sql, deliveryId, 'mail');
      return;
    case 'delayed':
    case 'autoreply':
      return;
    case 'other':
      if (destination.kind === 'mailbox') await recordReceived(sql, deliveryId, mail, inboundId);
  }
}

async function recordReceived(sql: TenantSql, deliveryId: number, mail: Inbound, inboundId: number): Promise<void> {
  const [row] = await sql.query<{ campaign_id: number | null }>(
    'SELECT campaign_id FROM recipients WHERE id = $1 AND tenant_id = $2',
    [deliveryId, sql.scope.tenantId],
  );
  const { tenantId } = sql.scope;
  const data = { inbound_id: inboundId, from: mail.mailFrom };
  await recordEvents(sql, [{ deliveryId, tenantId, campaignId: row?.campaign_id, type: 'email.received', data }]);
}

const HEADER_MAX = 1_000;

async function keep(
  sql: TenantSql,
  destination: Destination,
  mail: Inbound,
  read: { kind: InboundKind; deliveryId: number | null },
): Promise<number> {
  const headers = new Map(readHeaders(mail.bytes).map(([name, value]) => [name.toLowerCase(), value]));
  const header = (name: string) =>
    decodeHeaderText(headers.get(name) ?? '')
      .replaceAll('\u0000', '')
      .slice(0, HEADER_MAX);
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO inbound_messages (tenant_id, mailbox_id, kind, mail_from, rcpt_to, from_header, subject, message_id, delivery_id, raw, sha256)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
    [
      sql.scope.tenantId,
      destination.kind === 'mailbox' ? destination.mailboxId : null,
      read.kind,
      mail.mailFrom,
      mail.rcptTo,
      header('from'),
      header('subject'),
      header('message-id'),
      read.deliveryId,
      mail.bytes,
      createHash('sha256').update(mail.bytes).digest(),
    ],
  );
  return row!.id;
}
