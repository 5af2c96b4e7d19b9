import { ok, type Result, refuse } from '@hikyaku/tenancy';

/** Where a page of numbered rows begins. `max`: the largest number that the column holds. */
export function parseCursor(cursor: string | undefined, max: number = Number.MAX_SAFE_INTEGER): Result<number | null> {
  if (cursor === undefined) return ok(null);
  const id = Number(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (Number.isSafeInteger(id) && id > 0 && id <= max && formatCursor(id) === cursor) return ok(id);
  return refuse(400, 'cursor', 'This cursor is unknown.', [
    { path: 'cursor', message: 'is not a cursor of this list' },
  ]);
}

/** Opaque outside. */
export const formatCursor = (id: number | null): string | null =>
  id === null ? null : Buffer.from(String(id), 'latin1').toString('base64url');
