import { type Database, enterTenant, mintTenantScope, type TenantSql } from '@hikyaku/db';
import { type Explanation, explain } from '@hikyaku/mail';
import { correlate } from './correlate.ts';
import { drawFromMailbox } from './draw-from-mailbox.ts';
import { drawFromReport } from './draw-from-report.ts';
import type { Addressee, Inbound, InboundKind } from './inbound.ts';
import { findKept, keep } from './keep.ts';
import { lockRecipient } from './recipient-facts.ts';

export type Received = { readonly kind: InboundKind; readonly id: number };

/**
 * Takes one mail for all its recipients: keeps it, understands it and draws the consequences, in one transaction. When it has
 * resolved the mail is stored for each of them, and the SMTP server may say 250; when it throws, for none.
 */
export function receive(engine: Database, mail: Inbound, to: readonly Addressee[]): Promise<Received[]> {
  const explanation = explain(mail.bytes);
  // In one order, so that two mails about the same recipients cannot wait for each other.
  const ordered = [...to].sort((a, b) => lockOrder(a) - lockOrder(b));
  return engine.transaction(async (sql) => {
    const received = new Map<Addressee, Received>();
    for (const one of ordered) {
      const tenant = await enterTenant(sql, mintTenantScope(one.destination.tenantId, 'system'));
      received.set(one, await receiveOne(tenant, mail, one, explanation));
    }
    return to.map((one) => received.get(one)!);
  });
}

const lockOrder = ({ destination }: Addressee): number =>
  destination.kind === 'mailbox' ? destination.mailboxId : destination.deliveryId;

async function receiveOne(sql: TenantSql, mail: Inbound, to: Addressee, explanation: Explanation): Promise<Received> {
  const { destination } = to;
  if (destination.kind === 'mailbox') {
    const deliveryId = await correlate(sql, mail.bytes, explanation);
    const kind: InboundKind = explanation.kind === 'other' ? 'reply' : explanation.kind;
    const id = await keep(sql, mail, to, { kind, deliveryId });
    if (deliveryId !== null) await drawFromMailbox(sql, mail, deliveryId, explanation, id);
    return { kind, id };
  }
  const { deliveryId } = destination;
  const { kind } = explanation;
  await lockRecipient(sql, deliveryId);
  const before = await findKept(sql, mail, deliveryId);
  if (before !== undefined) return { kind, id: before };
  const id = await keep(sql, mail, to, { kind, deliveryId });
  await drawFromReport(sql, destination, explanation, id);
  return { kind, id };
}
