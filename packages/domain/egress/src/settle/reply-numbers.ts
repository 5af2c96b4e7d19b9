import type { Sql } from '@hikyaku/db';

/** Replies to MAIL, RCPT and DATA are few and repeat. A server that makes each its own must not fill the table. */
const KEPT = 20_000;
const NEW_PER_HOUR = 5_000;
/** An entry of the index of texts holds 2,704 bytes. A longer one is no reply that repeats. */
const BYTES_MAX = 2_000;

/** Numbers of reply texts in the table `replies`; 0 for a text that is not kept. */
export function openReplyNumbers(sql: Sql) {
  const known = new Map<string, number>();
  let hour = 0;
  let fresh = 0;
  return async function numberReplies(texts: Iterable<string>): Promise<(text: string) => number> {
    const now = Math.floor(Date.now() / 3_600_000);
    if (now !== hour) {
      hour = now;
      fresh = 0;
    }
    const wanted = [...new Set(texts)]
      .filter((text) => !known.has(text) && Buffer.byteLength(text) <= BYTES_MAX)
      .slice(0, NEW_PER_HOUR - fresh)
      // In one order, so that two workers who learn the same words do not wait for each other.
      .sort();
    if (wanted.length > 0) {
      fresh += wanted.length;
      const rows = await sql.query<{ id: number; text: string }>(
        `WITH made AS (INSERT INTO replies (text) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING id, text)
         SELECT id, text FROM made UNION ALL SELECT id, text FROM replies WHERE text = ANY ($1)`,
        [wanted],
      );
      if (known.size > KEPT) known.clear();
      for (const row of rows) known.set(row.text, row.id);
    }
    return (text) => known.get(text) ?? 0;
  };
}
