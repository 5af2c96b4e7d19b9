import { setTimeout as sleep } from 'node:timers/promises';
import { cancelCampaign, countCampaign } from '@hikyaku/campaign';
import { withTenant } from '@hikyaku/db';
import { createSmtpLogin } from '@hikyaku/tenancy';
import { benchContent } from '../campaign/content.ts';
import { loadPeople } from '../campaign/load-people.ts';
import { startCampaign } from '../campaign/start-campaign.ts';
import { need } from '../need.ts';
import { BENCH_DOMAIN, openGround } from '../open-ground.ts';
import { openOwnSink, openSink } from '../open-sink.ts';
import { type BenchTenant, openTenant } from '../open-tenant.ts';
import type { Bench, Figure } from '../row.ts';
import type { World } from '../world.ts';
import { percentile, type Submitter, sendProbes } from './send-probes.ts';

const MSA_PORT = 2_587;
const PROBES = 100;

/**
 * Password mails submitted while a campaign is on its way, by the tenant whose campaign it is and by another one, against
 * the same when nothing else goes on. The row: the worse 99th percentile under load, in idle ones.
 */
export async function transactionalBench({ peers, people, mtas, hold }: World): Promise<Bench> {
  const bulk = hold(await openSink(peers));
  const sink = hold(await openOwnSink({ watch: true }));
  const routes = `probe.test=127.0.0.1:${sink.port},*=127.0.0.1:${bulk.port}`;
  const ground = await openGround({ routes, mtas, env: { HIKYAKU_SANDBOX: 'off' } }, hold);
  const { app, scope } = ground;
  await ground.startProgram('msa');
  const submitter = async (tenant: BenchTenant): Promise<Submitter> => {
    const login = await withTenant(app, tenant.scope, async (sql) =>
      need(await createSmtpLogin(sql, { name: 'bench' })),
    );
    return { ...login, port: MSA_PORT + ground.offset, domain: tenant.domain };
  };
  const same = await submitter({ scope, domain: BENCH_DOMAIN });
  const other = await submitter(await openTenant(ground, 'other.test'));
  const listId = await loadPeople(app, scope, people);
  const content = benchContent(8_192);
  const probes = Math.max(10, Math.min(PROBES, Math.round(people / 100)));
  let figures: readonly Figure[] = [];
  return {
    settings: { people, probes, bulk_bytes: content.bytes, mtas, submitted: 'smtp' },
    async run() {
      const idle = await sendProbes(sink, same, probes);
      const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
      const counts = async () => (await withTenant(app, scope, (sql) => countCampaign(sql, id)))!;
      while ((await counts()).delivered === 0) await sleep(50);
      const loaded = { same: await sendProbes(sink, same, probes), other: await sendProbes(sink, other, probes) };
      const left = (await counts()).queued;
      await withTenant(app, scope, async (sql) => void (await cancelCampaign(sql, id)));
      while ((await counts()).sending > 0) await sleep(50);
      const of = (name: string, times: readonly number[]) =>
        [50, 99].map((percent) => ({
          name: `${name} p${percent}`,
          unit: 'ms',
          value: percentile(times, percent / 100),
        }));
      figures = [
        ...of('idle', idle),
        ...of('under load, same tenant', loaded.same),
        ...of('under load, another tenant', loaded.other),
        { name: 'bulk left at the end', unit: 'recipients', value: left },
      ];
      const worst = Math.max(percentile(loaded.same, 0.99), percentile(loaded.other, 0.99));
      return worst / percentile(idle, 0.99);
    },
    figures: () => figures,
  };
}
