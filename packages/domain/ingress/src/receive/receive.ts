import { type Database, enterTenant, mintTenantScope, type Sql, type TenantSql } from '@hikyaku/db';
import { correlate } from './correlate.ts';
import { drawFromMailbox } from './draw-from-mailbox.ts';
import { drawFromReport } from './draw-from-report.ts';
import { findReferenced } from './find-referenced.ts';
import { type Addressee, type Inbound, type InboundKind, kindOf } from './inbound.ts';
import { findKept, keepAll } from './keep.ts';
import { lockRecipient } from './recipient-facts.ts';

export type Received = { readonly kind: InboundKind; readonly id: number };

/** One mail with all its recipients. */
export type Job = { readonly mail: Inbound; readonly to: readonly Addressee[] };

/**
 * Takes mails for all their recipients: keeps them and draws the consequences, in one transaction. When it has resolved each
 * is stored for each of its recipients, and the SMTP server may say 250; when it throws, none for anybody.
 */
export async function receiveAll(engine: Database, jobs: readonly Job[]): Promise<Received[][]> {
  const ones = jobs.flatMap(({ mail, to }, job) => to.map((addressee, place) => ({ mail, to: addressee, job, place })));
  // In one order, so that two groups about the same recipients cannot wait for each other.
  ones.sort((a, b) => lockOrder(a.to) - lockOrder(b.to));
  const received: Received[][] = jobs.map(() => []);
  await engine.transaction(async (sql) => {
    for (const { mail, to, job, place } of ones) {
      const tenant = await enterTenant(sql, mintTenantScope(to.destination.tenantId, 'system'));
      received[job]![place] = await receiveOne(tenant, mail, to);
    }
  });
  return received;
}

/** `receiveAll` of a single mail. */
export async function receive(engine: Database, mail: Inbound, to: readonly Addressee[]): Promise<Received[]> {
  const [received] = await receiveAll(engine, [{ mail, to: await findReferenced(engine, mail, to) }]);
  return received!.slice(0, to.length);
}

/** Whether a mail has nothing to say about a recipient of ours: it lands in mailboxes, and that is all. */
export const isPlain = ({ mail, to }: Job): boolean =>
  mail.quoted.length === 0 && to.every(({ destination, about }) => destination.kind === 'mailbox' && !about);

/** `receiveAll` for plain mails: one statement for them all. */
export async function keepPlain(sql: Sql, jobs: readonly Job[]): Promise<Received[][]> {
  const ids = await keepAll(
    sql,
    jobs.flatMap(({ mail, to }) => to.map((one) => ({ mail, to: one, deliveryId: null }))),
  );
  let next = 0;
  return jobs.map(({ mail, to }) => to.map((one) => ({ kind: kindOf(mail, one), id: ids[next++]! })));
}

const lockOrder = ({ destination, about }: Addressee): number =>
  about ?? (destination.kind === 'mailbox' ? destination.mailboxId : destination.deliveryId);

async function receiveOne(sql: TenantSql, mail: Inbound, to: Addressee): Promise<Received> {
  const { destination } = to;
  const kind = kindOf(mail, to);
  if (destination.kind === 'mailbox' && to.about === undefined) {
    const deliveryId = await correlate(sql, mail);
    const [id] = await keepAll(sql, [{ mail, to, deliveryId }]);
    if (deliveryId !== null) await drawFromMailbox(sql, mail, deliveryId, id!);
    return { kind, id: id! };
  }
  const signed =
    destination.kind === 'mailbox'
      ? { ...destination, kind: 'return-path' as const, deliveryId: to.about! }
      : destination;
  const { deliveryId } = signed;
  await lockRecipient(sql, deliveryId);
  const before = await findKept(sql, mail, deliveryId);
  if (before !== undefined) return { kind, id: before };
  const [id] = await keepAll(sql, [{ mail, to, deliveryId }]);
  await drawFromReport(sql, signed, mail.explanation, id!);
  return { kind, id: id! };
}
