import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { type FieldError, findSender, type Sender } from '@hikyaku/tenancy';
import type { Mail } from './accept.ts';
import type { PlacedMail } from './insert-mails.ts';
import { sayRefusal } from './say-refusal.ts';

/** The largest message, in bytes (RFC 1870 SIZE says the same). */
export const MESSAGE_MAX_BYTES = 25 * 1024 * 1024;

/** A mail that can be kept, or all that is wrong with it: `from`, `size`, `to`, `to.1`. */
export type Placed =
  | { readonly ok: true; readonly mail: PlacedMail }
  | { readonly ok: false; readonly errors: readonly [FieldError, ...FieldError[]] };

/** Looks at each mail by itself: its sender must be a verified domain of the tenant, its recipients addresses. */
export async function placeMails(sql: TenantSql, mails: readonly Mail[]): Promise<Placed[]> {
  const senders = new Map<string, Sender | null>();
  for (const { fromEmail } of mails) {
    const domain = domainOf(fromEmail);
    if (!senders.has(domain)) senders.set(domain, await findSender(sql, fromEmail));
  }
  return mails.map((mail) => placeMail(mail, senders.get(domainOf(mail.fromEmail)) ?? null));
}

function placeMail(mail: Mail, sender: Sender | null): Placed {
  const errors: FieldError[] = [];
  if (!sender) {
    errors.push({ path: 'from', message: `${domainOf(mail.fromEmail)} is not a verified domain of this tenant` });
  }
  const size = mail.raw.length + Buffer.byteLength(mail.tracked?.html ?? '');
  if (size > MESSAGE_MAX_BYTES) errors.push({ path: 'size', message: 'the message is over 25 MB' });
  if (mail.recipients.length === 0) errors.push({ path: 'to', message: 'there is no recipient' });
  // One RCPT per person: the same address twice in one message is one recipient.
  const people = new Map<string, PlacedMail['people'][number]>();
  for (const [at, spelling] of mail.recipients.entries()) {
    const parsed = parseAddress(spelling);
    if (!parsed.ok) {
      errors.push({ path: `to.${at}`, message: sayRefusal(parsed.reason) });
      continue;
    }
    const email = canonicalAddress(parsed.address.spelling);
    people.set(email, {
      address: parsed.address.spelling,
      email,
      domain: parsed.address.domain,
      notify: mail.dsn?.recipients[at]?.notify ?? null,
      orcpt: mail.dsn?.recipients[at]?.orcpt ?? null,
    });
  }
  const [first, ...more] = errors;
  if (first) return { ok: false, errors: [first, ...more] };
  return { ok: true, mail: { ...mail, sender: sender!, people: [...people.values()] } };
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
