/** Why somebody on a list is not mailed. Each membership has at most one of these. */
export type Excluded = {
  readonly unsubscribed: number;
  readonly suppressed: number;
  /** Further memberships of somebody who is in more than one of the lists. */
  readonly duplicate: number;
  readonly invalid: number;
};

export type AudienceCount = {
  /** Memberships: sendable and all excluded together. */
  readonly total: number;
  readonly sendable: number;
  readonly excluded: Excluded;
};

/**
 * Everybody on the lists $2 of tenant $1, once, with the reason why not, if any. Counting and freezing both read this,
 * so what was shown is what is sent. Suppressions of either scope stop bulk mail.
 */
export const JUDGED = `judged AS MATERIALIZED (
  SELECT c.id, c.domain, m.times, CASE
    WHEN s.email IS NOT NULL AND s.has_left THEN 'unsubscribed'
    WHEN s.email IS NOT NULL THEN 'suppressed'
    WHEN octet_length(c.email) > 254 OR position('.' IN c.domain) < 2 OR position('@' IN c.email) < 2 THEN 'invalid'
  END AS excluded
  FROM (SELECT contact_id, count(*) AS times FROM list_members
        WHERE tenant_id = $1 AND list_id = ANY ($2::bigint[]) GROUP BY contact_id) m
  JOIN contacts c ON c.id = m.contact_id AND c.tenant_id = $1
  LEFT JOIN (SELECT email, bool_or(reason = 'unsubscribe') AS has_left FROM suppressions
             WHERE tenant_id = $1 GROUP BY email) s ON s.email = c.email
)`;

export type CountRow = Record<'total' | 'sendable' | keyof Excluded, number>;

export const COUNTS = `coalesce(sum(times), 0)::bigint AS total,
  count(*) FILTER (WHERE excluded IS NULL) AS sendable,
  count(*) FILTER (WHERE excluded = 'unsubscribed') AS unsubscribed,
  count(*) FILTER (WHERE excluded = 'suppressed') AS suppressed,
  coalesce(sum(times - 1), 0)::bigint AS duplicate,
  count(*) FILTER (WHERE excluded = 'invalid') AS invalid`;

export function formatCount(row: CountRow): AudienceCount {
  const { total, sendable, unsubscribed, suppressed, duplicate, invalid } = row;
  return { total, sendable, excluded: { unsubscribed, suppressed, duplicate, invalid } };
}
