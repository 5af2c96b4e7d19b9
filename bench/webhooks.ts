import { benchContent } from './campaign/content.ts';
import { loadPeople } from './campaign/load-people.ts';
import { startCampaign } from './campaign/start-campaign.ts';
import { watchCampaign } from './campaign/watch-campaign.ts';
import { BENCH_DOMAIN, openGround } from './open-ground.ts';
import { openHooks } from './open-hooks.ts';
import { openSink } from './open-sink.ts';
import { openTenant } from './open-tenant.ts';
import type { Bench, Figure } from './row.ts';
import type { World } from './world.ts';

/** 771,000 pending webhooks for 100,000 people. */
const PENDING_PER_PERSON = 7.71;
const FAILING = { status: 503, delayMs: 200 };

const PEND = `INSERT INTO webhook_deliveries (tenant_id, webhook_id, event_id, type, body, at, due_at)
  SELECT $1, $2, n, 'contact.updated', '{"type":"contact.updated","data":{"email":"person@d0.test"}}', now(), now()
  FROM generate_series(1, $3::int) n`;

/** A campaign while another tenant has very many webhooks pending at an endpoint that fails, against the same without. */
export async function webhooksBench({ peers, people, mtas, hold }: World): Promise<Bench> {
  const sink = hold(await openSink(peers));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port}`, mtas }, hold);
  const { app, engine, scope } = ground;
  const other = await openTenant(ground, 'other.test');
  const hooks = await openHooks(ground, other.scope, FAILING, hold);
  await ground.startProgram('notifier', { HIKYAKU_SANDBOX: 'on' });
  const listId = await loadPeople(app, scope, people);
  const content = benchContent(8_192);
  const pending = Math.min(771_000, Math.round(people * PENDING_PER_PERSON));
  const send = async () => {
    const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
    return (await watchCampaign(ground, scope, id)).perSecond;
  };
  let figures: readonly Figure[] = [];
  return {
    settings: { people, bytes: content.bytes, pending, endpoint: `answers ${FAILING.status}`, mtas },
    async run() {
      const without = await send();
      const from = await hooks.posts();
      await engine.query(PEND, [other.scope.tenantId, hooks.webhookId, pending]);
      const withThem = await send();
      await engine.query('DELETE FROM webhook_deliveries WHERE webhook_id = $1', [hooks.webhookId]);
      figures = [
        { name: 'without', unit: 'messages/s', value: without },
        { name: 'with', unit: 'messages/s', value: withThem },
        { name: 'posted meanwhile', unit: 'webhooks', value: (await hooks.posts()) - from },
      ];
      return withThem / without;
    },
    figures: () => figures,
  };
}
