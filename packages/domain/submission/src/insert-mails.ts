import type { TenantSql } from '@hikyaku/db';
import { trackingNameOf } from '@hikyaku/tenancy';
import type { Mail } from './accept.ts';
import { STREAMS } from './stream.ts';

export type PlacedMail = Mail & {
  readonly sender: { readonly domain: string; readonly selector: string };
  readonly people: readonly {
    readonly address: string;
    readonly email: string;
    readonly domain: string;
    readonly notify: number | null;
    readonly orcpt: string | null;
  }[];
};

// One statement for all mails: contents, messages, recipients and their deliveries, ids drawn in order. The bytes of all come
// as one value, which travels as it is: an array of them would be written out in hex and read again.
const INSERT = `
WITH mail AS MATERIALIZED (
  SELECT m.*, ledger_id() AS id FROM unnest($2::int[], $19::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[],
    $9::jsonb[], $10::timestamptz[], $11::int[], $12::text[], $13::text[], $21::text[], $22::boolean[], $23::jsonb[], $24::text[], $25::boolean[], $26::text[],
    $27::boolean[], $30::boolean[])
    WITH ORDINALITY AS m (start, size, from_email, from_header, to_header, subject, stream, source, tags, scheduled_at, campaign_id, dkim_domain, dkim_selector,
      html, track_opens, links, mail_from, dsn_full, dsn_envid, null_sender, require_tls, n)
), content AS MATERIALIZED (
  SELECT n, nextval('contents_id_seq') AS id FROM mail
), stored AS (
  INSERT INTO contents (id, tenant_id, kind, from_email, subject, raw, dkim_domain, dkim_selector, html, track_opens, links, tracking_domain, null_sender,
    require_tls, dsn_full, dsn_envid)
  OVERRIDING SYSTEM VALUE
  SELECT c.id, $1, 1, m.from_email, m.subject, substring($20::bytea FROM m.start + 1 FOR m.size), m.dkim_domain, m.dkim_selector, m.html, m.track_opens,
    (SELECT array_agg(l.target ORDER BY l.n) FROM jsonb_array_elements_text(m.links) WITH ORDINALITY AS l (target, n)),
    CASE WHEN m.html IS NOT NULL THEN ${trackingNameOf('$1', 'm.dkim_domain')} END, m.null_sender,
    m.require_tls, CASE WHEN m.mail_from IS NOT NULL THEN m.dsn_full END, m.dsn_envid FROM mail m JOIN content c USING (n)
), message AS (
  INSERT INTO messages (id, tenant_id, content_id, stream, source, from_header, to_header, subject, tags, campaign_id, scheduled_at, mail_from, dsn_full, dsn_envid)
  SELECT m.id, $1, c.id, m.stream, m.source, m.from_header, string_to_array(m.to_header, E'\\n'), m.subject, m.tags, m.campaign_id, m.scheduled_at, m.mail_from, m.dsn_full, m.dsn_envid
  FROM mail m JOIN content c USING (n)
), person AS MATERIALIZED (
  SELECT p.*, ledger_id() AS id FROM unnest($14::int[], $15::text[], $16::text[], $17::text[], $18::int[], $28::smallint[], $29::text[])
    AS p (n, address, email, domain, site_id, notify, orcpt)
), recipient AS (
  INSERT INTO recipients (id, tenant_id, message_id, content_id, stream, address, email, domain, notify, orcpt)
  SELECT p.id, $1, m.id, c.id, m.stream, p.address, p.email, p.domain, p.notify, p.orcpt FROM person p JOIN mail m USING (n) JOIN content c USING (n)
), delivery AS (
  INSERT INTO deliveries (id, due_at, tenant_id, site_id, stream)
  SELECT p.id, coalesce(m.scheduled_at, now()), $1, p.site_id, m.stream FROM person p JOIN mail m USING (n)
)
SELECT (SELECT array_agg(id ORDER BY n) FROM mail) AS messages, (SELECT array_agg(id) FROM person) AS recipients`;

export async function insertMails(
  sql: TenantSql,
  mails: readonly PlacedMail[],
  sites: ReadonlyMap<string, number>,
): Promise<{ messages: number[]; recipients: number[] }> {
  const people = mails.flatMap((mail, index) => mail.people.map((person) => ({ n: index + 1, ...person })));
  const starts: number[] = [];
  let size = 0;
  for (const { raw } of mails) {
    starts.push(size);
    size += raw.length;
  }
  const [row] = await sql.query<{ messages: number[]; recipients: number[] }>(INSERT, [
    sql.scope.tenantId,
    starts,
    mails.map((mail) => mail.fromEmail),
    mails.map((mail) => mail.fromHeader),
    mails.map((mail) => mail.toHeader.join('\n')),
    mails.map((mail) => mail.subject),
    mails.map((mail) => STREAMS.indexOf(mail.stream)),
    mails.map((mail) => mail.source),
    mails.map((mail) => JSON.stringify(mail.tags ?? {})),
    mails.map((mail) => mail.scheduledAt ?? null),
    mails.map((mail) => mail.campaignId ?? null),
    mails.map((mail) => mail.sender.domain),
    mails.map((mail) => mail.sender.selector),
    people.map((person) => person.n),
    people.map((person) => person.address),
    people.map((person) => person.email),
    people.map((person) => person.domain),
    people.map((person) => sites.get(person.domain)!),
    mails.map((mail) => mail.raw.length),
    Buffer.concat(
      mails.map((mail) => mail.raw),
      size,
    ),
    mails.map((mail) => mail.tracked?.html ?? null),
    mails.map((mail) => mail.tracked?.opens ?? false),
    mails.map((mail) => (mail.tracked?.links ? JSON.stringify(mail.tracked.links) : null)),
    mails.map((mail) => mail.dsn?.mailFrom ?? null),
    mails.map((mail) => mail.dsn?.full ?? false),
    mails.map((mail) => mail.dsn?.envid ?? null),
    mails.map((mail) => mail.nullSender ?? false),
    people.map((person) => person.notify),
    people.map((person) => person.orcpt),
    mails.map((mail) => mail.requireTls ?? false),
  ]);
  return { messages: row!.messages.map(Number), recipients: row!.recipients.map(Number) };
}
