import { type Database, enterTenant, mintTenantScope } from '@hikyaku/db';
import { STATE } from '@hikyaku/egress';
import { explain } from '@hikyaku/mail';
import { lockRecipient } from './recipient-facts.ts';
import { settleReport } from './settle-report.ts';

type Waiting = { id: number; tenant_id: number; delivery_id: number };

const AT_ONCE = 100;

// Reports whose recipient is settled by now, or waits for a retry outside of any batch.
const FIND = `SELECT i.id, i.tenant_id, i.delivery_id FROM inbound_messages i JOIN deliveries d ON d.id = i.delivery_id
  WHERE i.pending AND (d.state NOT IN (${STATE.queued}, ${STATE.deferred}) OR (d.state = ${STATE.deferred} AND d.batch_id = 0))
  ORDER BY i.id LIMIT ${AT_ONCE}`;

/**
 * Draws the consequences of reports that were faster than the commit of the outcome that they are about, once that is known.
 * One that fails keeps none of the others waiting; the first failure is thrown in the end.
 */
export async function settleWaiting(engine: Database): Promise<void> {
  const failures: unknown[] = [];
  for (const one of await engine.query<Waiting>(FIND)) {
    const settled = engine.transaction(async (sql) => {
      const tenant = await enterTenant(sql, mintTenantScope(one.tenant_id, 'system'));
      await lockRecipient(tenant, one.delivery_id);
      const [row] = await tenant.query<{ raw: Buffer }>('SELECT raw FROM inbound_messages WHERE id = $1 AND pending', [
        one.id,
      ]);
      if (row) await settleReport(tenant, one.delivery_id, explain(row.raw), one.id);
    });
    await settled.catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
