/** The nine states that add up to planned, then the facts beside the state. */
export const COUNTED = [
  'queued',
  'sending',
  'deferred',
  'delivered',
  'bounced',
  'expired',
  'suppressed',
  'canceled',
  'unconfirmed',
  'opened',
  'clicked',
  'complained',
  'unsubscribed',
] as const;

/** planned = queued + sending + deferred + delivered + bounced + expired + suppressed + canceled + unconfirmed, always. */
export type CampaignCounts = Readonly<Record<'planned' | (typeof COUNTED)[number], number>>;

/** The numbers alone, out of a row that has more. */
export const pickCounts = (row: CampaignCounts): CampaignCounts =>
  Object.fromEntries((['planned', ...COUNTED] as const).map((name) => [name, row[name]])) as CampaignCounts;

/** COUNT_JOINS over `campaigns c`: the folded row (k) and the sum of what is not folded yet (d), seen by one snapshot. */
export const COUNT_COLUMNS = [
  'c.planned',
  ...COUNTED.map((n) => `coalesce(k.${n}, 0) + coalesce(d.${n}, 0) AS ${n}`),
].join(', ');

export const COUNT_JOINS = `
  LEFT JOIN campaign_counts k ON k.campaign_id = c.id
  LEFT JOIN LATERAL (SELECT ${COUNTED.map((n) => `sum(${n})::bigint AS ${n}`).join(', ')}
    FROM campaign_deltas WHERE campaign_id = c.id) d ON true`;
