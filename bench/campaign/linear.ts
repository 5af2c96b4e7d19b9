import { availableParallelism } from 'node:os';
import { canPin, pinTo } from '../cpu/pin.ts';
import { BENCH_DOMAIN, openGround } from '../open-ground.ts';
import { openSink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import type { World } from '../world.ts';
import { benchContent } from './content.ts';
import { loadPeople } from './load-people.ts';
import { startCampaign } from './start-campaign.ts';
import { watchCampaign } from './watch-campaign.ts';

/** A campaign with everything, mta, Postgres, sink and this program, on one core, and then on two. */
export async function linearBench({ peers, people, mtas, hold }: World): Promise<Bench | string> {
  if (availableParallelism() < 2) return 'the machine has one core';
  if (!canPin()) return 'there is no taskset';
  const sink = hold(await openSink(peers));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port};rate=50000/s`, mtas }, hold);
  hold({ close: () => pinTo(availableParallelism(), [process.pid]) });
  const { app, scope } = ground;
  const listId = await loadPeople(app, scope, people);
  const content = benchContent(8_192);
  const on = async (cores: number) => {
    pinTo(cores, [process.pid, sink.pid, ground.postgresPid(), ...ground.mtas.map(({ pid }) => pid)]);
    const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
    return (await watchCampaign(ground, scope, id)).perSecond;
  };
  let figures: readonly Figure[] = [];
  return {
    settings: { people, bytes: content.bytes, mtas, sink: sink.name },
    async run() {
      const [one, two] = [await on(1), await on(2)];
      figures = [
        { name: 'one core', unit: 'messages/s', value: one },
        { name: 'two cores', unit: 'messages/s', value: two },
      ];
      return two / one;
    },
    figures: () => figures,
  };
}
