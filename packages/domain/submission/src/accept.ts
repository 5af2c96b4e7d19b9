import type { Tracked } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { type FieldError, ok, type Result, refuse, takeQuota } from '@hikyaku/tenancy';
import type { SiteWorld } from './find-sites.ts';
import type { PlacedMail } from './insert-mails.ts';
import { type DueSite, keepMails } from './keep-mails.ts';
import { placeMails } from './place-mails.ts';
import type { Stream } from './stream.ts';

/** What a submitter may ask to be told, as the ledger keeps it. */
export const NOTIFY = { success: 1, failure: 2, delay: 4 } as const;

/** A complete message (RFC 5322, CRLF) and its envelope. The bytes are kept as they are. */
export type Mail = {
  readonly raw: Buffer;
  /** HTML whose links differ per recipient: `raw` was composed with its place (`htmlPlace`), and what of it is followed. */
  readonly tracked?: Tracked & { readonly html: string };
  /** The address in From: a verified domain of the tenant must cover it. */
  readonly fromEmail: string;
  readonly fromHeader: string;
  readonly toHeader: readonly string[];
  readonly subject: string;
  /** Envelope recipients, as given. Each gets a transaction of its own. */
  readonly recipients: readonly string[];
  readonly stream: Stream;
  /** Whom to tell by mail what became of it (RFC 3461), and about what. */
  readonly dsn?: {
    /** MAIL FROM, as given. */
    readonly mailFrom: string;
    /** Return the whole message, not its header alone. */
    readonly full: boolean;
    readonly envid: string | null;
    /** For each of `recipients`; `notify` is a sum of NOTIFY. */
    readonly recipients: readonly { readonly notify: number; readonly orcpt: string | null }[];
  };
  /** Each host on the way must promise TLS to a host that it knows, or the mail comes back (RFC 8689). */
  readonly requireTls?: boolean;
  /** Leaves with an empty reverse path. */
  readonly nullSender?: boolean;
  readonly source: 'rest' | 'smtp' | 'system' | 'test';
  readonly tags?: Readonly<Record<string, string>>;
  readonly scheduledAt?: Date;
  /** Set for a test send of this campaign. */
  readonly campaignId?: number;
};

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
  for (const [index, one] of (await placeMails(sql, mails)).entries()) {
    if (one.ok) placed.push(one.mail);
    else errors.push(...one.errors.map(({ path, message }) => ({ path: `${index}.${path}`, message })));
  }
  if (errors.length > 0) return refuse(422, 'invalid', errors[0]!.message, errors);
  const quota = await takeQuota(sql, countPeople(placed));
  if (!quota.ok) return quota;
  const kept = await keepMails(sql, world, placed);
  return ok({ ids: kept.ids, due: kept.due });
}

/** An answer for each mail: its id, or why it alone was refused. */
export type EachAccepted = { readonly answers: readonly Result<number>[]; readonly due: readonly DueSite[] };

/**
 * The same door for mails of one tenant that have nothing to do with each other and only share a transaction: a refusal
 * of one leaves the others alone.
 */
export async function acceptEach(sql: TenantSql, world: SiteWorld, mails: readonly Mail[]): Promise<EachAccepted> {
  const answers = new Array<Result<number>>(mails.length);
  let open: { readonly at: number; readonly mail: PlacedMail }[] = [];
  for (const [at, one] of (await placeMails(sql, mails)).entries()) {
    if (one.ok) open.push({ at, mail: one.mail });
    else answers[at] = refuse(422, 'invalid', one.errors[0]!.message, one.errors);
  }
  const quota = open.length === 0 ? ok(undefined) : await takeQuota(sql, countPeople(open.map(({ mail }) => mail)));
  if (!quota.ok) {
    // What is left of the day may still be enough for some of them.
    const fits = new Set<number>();
    for (const { at, mail } of open) {
      const alone = quota.code === 'quota' && open.length > 1 ? await takeQuota(sql, mail.people.length) : quota;
      if (alone.ok) fits.add(at);
      else answers[at] = alone;
    }
    open = open.filter(({ at }) => fits.has(at));
  }
  if (open.length === 0) return { answers, due: [] };
  const kept = await keepMails(
    sql,
    world,
    open.map(({ mail }) => mail),
  );
  for (const [n, { at }] of open.entries()) answers[at] = ok(kept.ids[n]!);
  return { answers, due: kept.due };
}

const countPeople = (mails: readonly PlacedMail[]): number => mails.reduce((sum, mail) => sum + mail.people.length, 0);
