import { openDatabase } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import type { PlanWorld } from '../plan/plan-chunk.ts';

export const WORLD: PlanWorld = {
  routes: [],
  platformDomain: 'hikyaku.test',
  bounceDomain: 'bounces.hikyaku.test',
};

/** A migrated database of this test file, as each of the three logins. */
export async function openPools() {
  const database = await openTestDatabase();
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'test owner' });
  const engine = openDatabase({ url: database.engineUrl, max: 4, name: 'test engine' });
  const app = openDatabase({ url: database.appUrl, max: 4, name: 'test app' });
  return {
    owner,
    engine,
    app,
    async close() {
      for (const pool of [owner, engine, app]) await pool.close();
      await database.close();
    },
  };
}
