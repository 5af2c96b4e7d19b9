import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import type { Result } from '@hikyaku/tenancy';
import { createImport, type NewImport } from './create-import.ts';
import { finishUpload, refuseLargeFile } from './finish-upload.ts';
import { MAX_IMPORT_BYTES, PART_BYTES } from './import.ts';
import { setImportTarget } from './set-import-target.ts';
import { storeImportPart } from './store-import-part.ts';

/**
 * Takes a whole file as it arrives: parts of 1 MB, one transaction each, so that 100 MB stand neither in memory nor in one
 * transaction. Refused or broken off, nothing of it stays. The caller wakes `imports` for the id afterwards.
 * `readTarget` is asked when all bytes have arrived, for a form in which list and mapping may stand behind the file.
 */
export async function receiveImport(
  db: Database,
  scope: TenantScope,
  file: NewImport,
  bytes: AsyncIterable<Uint8Array>,
  readTarget?: () => Result<NewImport>,
): Promise<Result<{ id: number }>> {
  const made = await withTenant(db, scope, (sql) => createImport(sql, file));
  if (!made.ok) return made;
  const { id } = made.value;
  const drop = () =>
    withTenant(db, scope, (sql) =>
      sql.query('DELETE FROM imports WHERE tenant_id = $1 AND id = $2', [scope.tenantId, id]),
    );
  try {
    let part = 0;
    let size = 0;
    for await (const piece of splitParts(bytes)) {
      size += piece.length;
      if (size > MAX_IMPORT_BYTES) {
        await drop();
        return refuseLargeFile();
      }
      await withTenant(db, scope, (sql) => storeImportPart(sql, id, part, piece));
      part += 1;
    }
    const finished = await withTenant(db, scope, async (sql) => {
      const target = readTarget?.();
      if (target && !target.ok) return target;
      const set = target ? await setImportTarget(sql, id, target.value) : null;
      return set && !set.ok ? set : finishUpload(sql, id);
    });
    if (finished.ok) return made;
    await drop();
    return finished;
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Pieces of any size as parts of 1 MB, the last one shorter. */
async function* splitParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (let piece of bytes) {
    while (size + piece.length >= PART_BYTES) {
      const room = PART_BYTES - size;
      yield Buffer.concat([...held, piece.subarray(0, room)]);
      piece = piece.subarray(room);
      held = [];
      size = 0;
    }
    if (piece.length > 0) held.push(piece);
    size += piece.length;
  }
  if (size > 0) yield Buffer.concat(held);
}
