import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { fixedResolver } from '@hikyaku/dns';
import { silentLog } from '@hikyaku/log';
import type { EgressWorld } from '../open-world.ts';
import { openIntentWriter } from '../settle/intent-writer.ts';
import { openJournal } from '../settle/journal.ts';
import { openSettler } from '../settle/settler.ts';
import { NO_RATES } from '../shape/egress-rates.ts';
import { openSiteNews } from '../shape/open-gate.ts';
import { openWarmUp } from '../shape/open-warm-up.ts';
import { openShaping } from '../shape/shaping.ts';
import { openTls } from '../tls/open-tls.ts';

const WORKER = 'w-test';

/** A ledger with one tenant, and the parts of a worker that write to it. Nothing runs by itself. */
export async function openRig() {
  const database = await openTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-settle-'));
  const db = openDatabase({ url: database.engineUrl, max: 4, name: 'egress test' });
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'egress test owner' });
  const log = silentLog();
  const [tenant] = await owner.query<{ id: number }>("INSERT INTO tenants (name) VALUES ('Aozora') RETURNING id");
  const journal = await openJournal(folder);
  const intents = openIntentWriter(db, WORKER);
  const settler = openSettler({ db, worker: WORKER, journal, intents, log });

  return {
    db,
    owner,
    log,
    worker: WORKER,
    tenantId: tenant!.id,
    appUrl: database.appUrl,
    settler,
    intents,
    /** A world of these parts and of what the test gives; what it does not give must not be used. */
    world: async (parts: Partial<EgressWorld>): Promise<EgressWorld> =>
      ({
        config: readConfig({ HIKYAKU_SECRET: 'a'.repeat(64), HIKYAKU_SANDBOX: 'on' }),
        db,
        shaping: await openShaping(db, []),
        news: openSiteNews(),
        rates: () => NO_RATES,
        warmUp: await openWarmUp(db),
        settler,
        intents,
        worker: WORKER,
        isClosing: () => false,
        tls: await openTls({ db, log, resolver: fixedResolver({}), config: readConfig({}), ...parts }),
        log,
        ...parts,
      }) as EgressWorld,
    async siteOf(key: string): Promise<number> {
      const [row] = await owner.query<{ id: number }>('SELECT ensure_site($1) AS id', [key]);
      return row!.id;
    },
    /** People of one site, due now. Answers their ids. */
    async addDue(siteId: number, emails: readonly string[], stream: 0 | 1 = 0): Promise<number[]> {
      const rows = await owner.query<{ id: number }>(
        `WITH p AS (SELECT e, ledger_id() AS id FROM unnest($3::text[]) e), r AS (
           INSERT INTO recipients (id, tenant_id, content_id, stream, address, email, domain)
           SELECT id, $1, 0, $4, e, e, split_part(e, '@', 2) FROM p)
         INSERT INTO deliveries (id, due_at, tenant_id, site_id, stream) SELECT id, now(), $1, $2, $4 FROM p RETURNING id`,
        [tenant!.id, siteId, emails, stream],
      );
      return rows.map((row) => row.id);
    },
    async stateOf(id: number): Promise<number> {
      const [row] = await owner.query<{ state: number }>('SELECT state FROM deliveries WHERE id = $1', [id]);
      return row!.state;
    },
    async close() {
      await settler.close();
      for (const pool of [db, owner]) await pool.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
