export const CAMPAIGN_STATUSES = [
  'draft',
  'scheduled',
  'planning',
  'sending',
  'paused',
  'completed',
  'canceled',
] as const;

export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export type Campaign = {
  readonly id: number;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly pauseReason: string | null;
  readonly fromEmail: string;
  readonly fromName: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string | null;
  readonly text: string | null;
  readonly listIds: readonly number[];
  readonly tags: Readonly<Record<string, string>>;
  /** False: the breakers leave it alone. */
  readonly breaker: boolean;
  readonly trackOpens: boolean;
  readonly trackClicks: boolean;
  /** Null until sending begins. */
  readonly contentId: number | null;
  /** Recipients fixed when sending began; 0 before. */
  readonly planned: number;
  /** Counts by reason when the audience was frozen. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly scheduledAt: Date | null;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
};

/** The columns of a `Campaign`, over `campaigns c`. */
export const CAMPAIGN_COLUMNS = `
  c.id, c.name, c.status, c.pause_reason AS "pauseReason", c.from_email AS "fromEmail", c.from_name AS "fromName",
  c.reply_to AS "replyTo", c.subject, c.html, c.text, c.list_ids AS "listIds", c.tags, c.breaker,
  c.track_opens AS "trackOpens", c.track_clicks AS "trackClicks",
  c.content_id AS "contentId", c.planned, c.excluded, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
  c.scheduled_at AS "scheduledAt", c.started_at AS "startedAt", c.completed_at AS "completedAt"`;
