import type { TenantSql } from '@hikyaku/db';
import { ok, type Result, refuseField } from '@hikyaku/tenancy';
import { findMissingLists } from '../list/find-missing-lists.ts';
import { checkMapping } from './check-mapping.ts';
import type { NewImport } from './create-import.ts';

/** Where an import's rows go: a list of this tenant, or none, and a mapping that can be followed. */
export async function checkTarget(sql: TenantSql, { listId, mapping }: NewImport): Promise<Result<void>> {
  const checked = mapping ? checkMapping(mapping) : null;
  if (checked && !checked.ok) return checked;
  if (listId != null && (await findMissingLists(sql, [listId])).size > 0) return refuseField('list_id', 'is no list');
  return ok(undefined);
}
