import { ok, type Result, refuse } from '@hikyaku/tenancy';

/** One page, newest first. `nextCursor` is null on the last one. */
export type Page<Row> = { readonly data: Row[]; readonly nextCursor: string | null };

export type PageRequest = {
  /** 1 to 1,000. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | null;
};

const NEWEST = Number.MAX_SAFE_INTEGER;

/** The id below which a page begins. A cursor that this product never gave is refused with path `cursor`. */
export function parseCursor(cursor: string | null | undefined): Result<number> {
  if (cursor === null || cursor === undefined) return ok(NEWEST);
  const id = Number(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (Number.isSafeInteger(id) && id > 0 && formatCursor(id) === cursor) return ok(id);
  return refuse(400, 'cursor', 'This cursor is unknown.', [
    { path: 'cursor', message: 'is not a cursor of this list' },
  ]);
}

export const formatCursor = (id: number): string => Buffer.from(String(id), 'latin1').toString('base64url');

/** `rows` were asked for with one more than `limit`: the one too many says that there is a next page. */
export function formatPage<Row extends { readonly id: number }>(rows: Row[], limit: number): Page<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? formatCursor(last.id) : null };
}
