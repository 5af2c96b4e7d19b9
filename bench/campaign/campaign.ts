import { auditLedger } from '@hikyaku/campaign';
import { cpuFigures, readStages } from '../cpu/stage-cpu.ts';
import { BENCH_DOMAIN, type Ground } from '../open-ground.ts';
import type { Sink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import { benchContent } from './content.ts';
import { loadPeople } from './load-people.ts';
import { startCampaign } from './start-campaign.ts';
import { watchCampaign } from './watch-campaign.ts';

/**
 * A campaign through the whole product into an accept-all receiver: messages a second from the first outcome to the
 * last, as the ledger saw them. Fails when somebody is missing or counted wrong.
 */
export async function campaignBench(
  ground: Ground,
  sink: Sink,
  of: { readonly people: number; readonly bytes: number; readonly tracked: boolean },
): Promise<Bench> {
  const { engine, scope } = ground;
  const listId = await loadPeople(ground.app, scope, of.people);
  const content = benchContent(of.bytes);
  const stages = { ...ground, others: { [sink.name]: sink.pid, 'the watch': process.pid } };
  let spent: Figure[] = [];
  return {
    settings: {
      people: of.people,
      bytes: content.bytes,
      merge_fields: content.mergeFields,
      links: content.links,
      tracked: of.tracked,
      dkim: 'rsa-2048',
      list_unsubscribe: true,
      fsync: true,
      limits: 'counted',
      mtas: ground.mtas.length,
      sink: sink.name,
    },
    async run() {
      const before = readStages(stages);
      const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: of.tracked });
      const { perSecond, counts } = await watchCampaign(ground, scope, id);
      spent = cpuFigures(before, readStages(stages), of.people);
      if (counts.delivered !== of.people) throw new Error(`not all were delivered: ${JSON.stringify(counts)}`);
      const differences = await auditLedger(engine);
      if (differences.length > 0) throw new Error(`the ledger does not add up: ${JSON.stringify(differences)}`);
      return perSecond;
    },
    figures: () => spent,
  };
}
