import type { Sql } from '@hikyaku/db';

/** Targets of one content by number, from 1. */
type Links = readonly string[];

const KEPT_MAX = 2_000;
const KEPT_CHARACTERS = 16_000_000;

/** Where the links of contents lead, the least recently used forgotten: a redirect asks the database once per content. */
export function openLinkCache(sql: Sql) {
  const kept = new Map<number, Links>();
  const loading = new Map<number, Promise<Links>>();
  let characters = 0;
  const sizeOf = (links: Links) => links.reduce((sum, target) => sum + target.length, 0);

  async function load(contentId: number): Promise<Links> {
    const [row] = await sql.query<{ links: string[] | null }>('SELECT links FROM contents WHERE id = $1', [contentId]);
    // A content that is gone is not remembered: nobody asks for it often.
    if (!row) return [];
    const links = row.links ?? [];
    kept.set(contentId, links);
    characters += sizeOf(links);
    for (const [oldest, its] of kept) {
      if (kept.size <= KEPT_MAX && characters <= KEPT_CHARACTERS) break;
      if (oldest === contentId) continue;
      kept.delete(oldest);
      characters -= sizeOf(its);
    }
    return links;
  }

  /** Throws when the database must be asked and is away. */
  return function linksOf(contentId: number): Links | Promise<Links> {
    const known = kept.get(contentId);
    if (known) {
      kept.delete(contentId);
      kept.set(contentId, known);
      return known;
    }
    const under = loading.get(contentId) ?? load(contentId).finally(() => loading.delete(contentId));
    loading.set(contentId, under);
    return under;
  };
}
