import type { TenantSql } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { type FieldError, findSender, ok, type Result, refuse, takeQuota } from '@hikyaku/tenancy';
import { findSites, type SiteWorld } from './find-sites.ts';
import { insertMails, type PlacedMail } from './insert-mails.ts';
import { sayRefusal } from './say-refusal.ts';
import { STREAMS, type Stream } from './stream.ts';

/** The largest message, in bytes (RFC 1870 SIZE says the same). */
export const MESSAGE_MAX_BYTES = 25 * 1024 * 1024;

/** A complete message (RFC 5322, CRLF) and its envelope. The bytes are kept as they are. */
export type Mail = {
  readonly raw: Buffer;
  /** The address in From: a verified domain of the tenant must cover it. */
  readonly fromEmail: string;
  readonly fromHeader: string;
  readonly toHeader: readonly string[];
  readonly subject: string;
  /** Envelope recipients, as given. Each gets a transaction of its own. */
  readonly recipients: readonly string[];
  readonly stream: Stream;
  readonly source: 'rest' | 'smtp' | 'system' | 'test';
  readonly tags?: Readonly<Record<string, string>>;
  readonly scheduledAt?: Date;
  /** Set for a test send of this campaign. */
  readonly campaignId?: number;
};

/** Work that became due: what to wake once the transaction has committed. */
export type DueSite = { readonly siteId: number; readonly stream: number };

export type Accepted = { readonly ids: readonly number[]; readonly due: readonly DueSite[] };

/**
 * The one door: everything that asks for mail to be sent enters here. Takes responsibility for all mails or for none
 * (RFC 6409); when the surrounding transaction has committed, the platform accounts for every recipient. The caller
 * then wakes `due`; a lost wake-up is made good by the sweeper.
 * Refusals name the mail by index: `0.from`, `0.to.1`, `0.size`.
 */
export async function accept(sql: TenantSql, world: SiteWorld, mails: readonly Mail[]): Promise<Result<Accepted>> {
  const errors: FieldError[] = [];
  const placed: PlacedMail[] = [];
  const senders = new Map<string, Awaited<ReturnType<typeof findSender>>>();
  for (const [index, mail] of mails.entries()) {
    const domain = mail.fromEmail.slice(mail.fromEmail.lastIndexOf('@') + 1).toLowerCase();
    if (!senders.has(domain)) senders.set(domain, await findSender(sql, mail.fromEmail));
    const sender = senders.get(domain);
    if (!sender) errors.push({ path: `${index}.from`, message: `${domain} is not a verified domain of this tenant` });
    if (mail.raw.length > MESSAGE_MAX_BYTES)
      errors.push({ path: `${index}.size`, message: 'the message is over 25 MB' });
    if (mail.recipients.length === 0) errors.push({ path: `${index}.to`, message: 'there is no recipient' });
    const recipients = mail.recipients.map((spelling, at) => {
      const parsed = parseAddress(spelling);
      if (!parsed.ok) errors.push({ path: `${index}.to.${at}`, message: sayRefusal(parsed.reason) });
      return parsed.ok
        ? {
            address: parsed.address.spelling,
            email: canonicalAddress(parsed.address.spelling),
            domain: parsed.address.domain,
          }
        : undefined;
    });
    if (sender) placed.push({ ...mail, sender, people: unique(recipients.filter((one) => one !== undefined)) });
  }
  if (errors.length > 0) {
    return refuse(422, 'invalid', errors[0]!.message, errors);
  }
  const quota = await takeQuota(
    sql,
    placed.reduce((sum, mail) => sum + mail.people.length, 0),
  );
  if (!quota.ok) return quota;

  const sites = await findSites(
    sql,
    world,
    placed.flatMap((mail) => mail.people.map((person) => person.domain)),
  );
  const inserted = await insertMails(sql, placed, sites);
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
  for (const mail of placed) {
    if (mail.scheduledAt && mail.scheduledAt > new Date()) continue;
    for (const person of mail.people) {
      const site = { siteId: sites.get(person.domain)!, stream: STREAMS.indexOf(mail.stream) };
      due.set(`${site.siteId}:${site.stream}`, site);
    }
  }
  return ok({ ids: inserted.messages, due: [...due.values()] });
}

/** One RCPT per person: the same address twice in one message is one recipient. */
function unique(people: readonly PlacedMail['people'][number][]): PlacedMail['people'] {
  return [...new Map(people.map((person) => [person.email, person])).values()];
}
