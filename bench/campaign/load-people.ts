import { randomUUID } from 'node:crypto';
import { createList, upsertContacts } from '@hikyaku/audience';
import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import { need } from '../need.ts';

const PORTION = 1_000;
const DOMAINS = 50;

/** A list of so many people at fifty domains, with what the merge fields need. Returns its id. */
export async function loadPeople(app: Database, scope: TenantScope, people: number): Promise<number> {
  const list = await withTenant(app, scope, async (sql) =>
    need(await createList(sql, { name: `${people} people, ${randomUUID()}` })),
  );
  for (let at = 0; at < people; at += PORTION) {
    const portion = Array.from({ length: Math.min(PORTION, people - at) }, (_, n) => ({
      email: `person${at + n}@d${(at + n) % DOMAINS}.test`,
      name: `山田 太郎${at + n}`,
      attributes: { city: '東京', plan: 'プレミアム', points: at + n },
      list_ids: [list.id],
    }));
    await withTenant(app, scope, async (sql) => need(await upsertContacts(sql, portion)));
  }
  return list.id;
}
