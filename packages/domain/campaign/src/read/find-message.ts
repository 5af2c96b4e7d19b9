import { openTemplate } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { decodeHeaderText, formatMailbox } from '@hikyaku/mail';
import { RECIPIENT_COLUMNS, RECIPIENT_JOINS, type Recipient, type RecipientStatus } from './recipient.ts';

/** One message as `GET /emails/{id}` shows it: an accepted submission, or what one recipient of a campaign gets. */
export type Message = {
  readonly id: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly stream: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly campaignId: number | null;
  readonly createdAt: Date;
  readonly scheduledAt: Date | null;
  /** The recipients' common status, else mixed. */
  readonly status: RecipientStatus | 'mixed';
  readonly recipients: readonly Recipient[];
};

type Head = Omit<Message, 'status' | 'recipients'>;

/** Null when this tenant has no message and no campaign recipient of this id. */
export async function findMessage(sql: TenantSql, id: number): Promise<Message | null> {
  const head = (await findSubmission(sql, id)) ?? (await findCampaignMail(sql, id));
  if (!head) return null;
  const recipients = await sql.query<Recipient>(
    `SELECT ${RECIPIENT_COLUMNS} FROM recipients r ${RECIPIENT_JOINS}
     WHERE r.tenant_id = $2 AND (r.id = $1 AND r.message_id IS NULL OR r.message_id = $1) ORDER BY r.id`,
    [id, sql.scope.tenantId],
  );
  const statuses = new Set(recipients.map((recipient) => recipient.status));
  return { ...head, recipients, status: statuses.size === 1 ? recipients[0]!.status : 'mixed' };
}

async function findSubmission(sql: TenantSql, id: number): Promise<Head | null> {
  const [row] = await sql.query<Head>(
    `SELECT id, from_header AS "from", to_header AS "to", subject, stream, tags, campaign_id AS "campaignId",
       created_at AS "createdAt", scheduled_at AS "scheduledAt" FROM messages WHERE id = $1 AND tenant_id = $2`,
    [id, sql.scope.tenantId],
  );
  return row ?? null;
}

type CampaignMail = {
  id: number;
  address: string;
  email: string;
  merge: { name?: string; attributes?: Record<string, unknown> } | null;
  from_email: string;
  from_name: string;
  subject: string;
  tags: Record<string, string>;
  campaign_id: number;
  created_at: Date;
};

async function findCampaignMail(sql: TenantSql, id: number): Promise<Head | null> {
  const [row] = await sql.query<CampaignMail>(
    `SELECT r.id, r.address, r.email, r.merge, r.campaign_id, r.created_at, k.from_email, k.from_name, k.subject, c.tags
     FROM recipients r JOIN contents k ON k.id = r.content_id JOIN campaigns c ON c.id = r.campaign_id
     WHERE r.id = $1 AND r.tenant_id = $2 AND r.message_id IS NULL`,
    [id, sql.scope.tenantId],
  );
  if (!row) return null;
  return {
    id: row.id,
    from: decodeHeaderText(formatMailbox({ name: row.from_name || undefined, address: row.from_email })),
    to: [row.address],
    subject: renderSubject(row),
    stream: 1,
    tags: row.tags,
    campaignId: row.campaign_id,
    createdAt: row.created_at,
    scheduledAt: null,
  };
}

/** The subject that this person gets, from the frozen merge values. */
function renderSubject({ subject, merge, email }: CampaignMail): string {
  const rendered = openTemplate({ subject, text: '' }).render({
    name: merge?.name ?? '',
    email,
    attributes: merge?.attributes ?? {},
    unsubscribe_url: '',
    preferences_url: '',
  });
  return 'failed' in rendered ? subject : rendered.subject;
}
