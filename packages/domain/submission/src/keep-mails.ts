import type { TenantSql } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import { findSites, type SiteWorld } from './find-sites.ts';
import { insertMails, type PlacedMail } from './insert-mails.ts';
import { STREAMS } from './stream.ts';

/** Work that became due: what to wake once the transaction has committed. */
export type DueSite = { readonly siteId: number; readonly stream: number };

/** Writes mails, recipients and `email.accepted` in the caller's transaction. `ids` are those of the messages, in order. */
export async function keepMails(
  sql: TenantSql,
  world: SiteWorld,
  mails: readonly PlacedMail[],
): Promise<{ readonly ids: number[]; readonly due: DueSite[] }> {
  const sites = await findSites(
    sql,
    world,
    mails.flatMap((mail) => mail.people.map((person) => person.domain)),
  );
  const inserted = await insertMails(sql, mails, sites);
  await recordEvents(
    sql,
    inserted.recipients.map((id) => ({
      deliveryId: id,
      tenantId: sql.scope.tenantId,
      campaignId: 0,
      type: 'email.accepted' as const,
    })),
  );
  const due = new Map<string, DueSite>();
  for (const mail of mails) {
    if (mail.scheduledAt && mail.scheduledAt > new Date()) continue;
    for (const person of mail.people) {
      const site = { siteId: sites.get(person.domain)!, stream: STREAMS.indexOf(mail.stream) };
      due.set(`${site.siteId}:${site.stream}`, site);
    }
  }
  return { ids: inserted.messages, due: [...due.values()] };
}
