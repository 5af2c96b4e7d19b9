import { peakMemoryMb } from '../cpu/read-cpu.ts';
import { readStages } from '../cpu/stage-cpu.ts';
import { BENCH_DOMAIN, openGround } from '../open-ground.ts';
import { openSink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import type { World } from '../world.ts';
import { benchContent } from './content.ts';
import { loadPeople } from './load-people.ts';
import { startCampaign } from './start-campaign.ts';
import { watchCampaign } from './watch-campaign.ts';

const MILLION = 1_000_000;

/**
 * Campaigns of growing size, one after the other: what a message costs in CPU, the most memory that a mta ever held, and
 * how long planning took. The row: the cost of a message in the largest, in those of the smallest.
 */
export async function scaleBench({ peers, people, million, mtas, hold }: World): Promise<Bench> {
  const sizes = [Math.round(people / 2), people * 5, ...(million ? [MILLION] : [])];
  const sink = hold(await openSink(peers));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port};rate=50000/s`, mtas }, hold);
  const { app, scope } = ground;
  const content = benchContent(8_192);
  let figures: Figure[] = [];
  return {
    settings: { sizes: sizes.join(' '), bytes: content.bytes, mtas, sink: sink.name },
    async run() {
      figures = [];
      const costs: number[] = [];
      for (const size of sizes) {
        const listId = await loadPeople(app, scope, size);
        const before = total(readStages({ ...ground, others: { sink: sink.pid } }));
        const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
        const { perSecond, planSeconds } = await watchCampaign(ground, scope, id);
        const cost = (total(readStages({ ...ground, others: { sink: sink.pid } })) - before) / size;
        costs.push(cost);
        const peak = Math.max(...ground.mtas.map(({ pid }) => peakMemoryMb(pid)));
        figures.push(
          { name: `${size} rate`, unit: 'messages/s', value: perSecond },
          { name: `${size} cost`, unit: 'us of CPU', value: cost },
          { name: `${size} planning`, unit: 's', value: planSeconds },
          { name: `${size} memory of a mta`, unit: 'MB at most', value: peak },
        );
      }
      return costs.at(-1)! / costs[0]!;
    },
    figures: () => figures,
  };
}

const total = (stages: Readonly<Record<string, number>>) => Object.values(stages).reduce((sum, used) => sum + used, 0);
