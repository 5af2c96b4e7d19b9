'use server';

import { countAudience } from '@hikyaku/audience';
import { parseId } from '@hikyaku/db';
import { read } from '../gate/read.ts';
import type { AudienceCount } from './view.ts';

/** The exact audience of these lists at this moment. */
export async function countLists(listIds: readonly string[]): Promise<AudienceCount> {
  const ids = listIds.map((id) => parseId('list', id)).filter((id) => id !== null);
  return read((sql) => countAudience(sql, ids));
}
