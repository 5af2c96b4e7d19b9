import { setTimeout as sleep } from 'node:timers/promises';
import { cancelCampaign, countCampaign } from '@hikyaku/campaign';
import { withTenant } from '@hikyaku/db';
import { need } from '../need.ts';
import { BENCH_DOMAIN, openGround } from '../open-ground.ts';
import { openOwnSink } from '../open-sink.ts';
import { acceptedRate } from '../peers/accepted-rate.ts';
import type { Bench, Figure } from '../row.ts';
import { THROTTLE } from '../throttle.ts';
import type { World } from '../world.ts';
import { benchContent } from './content.ts';
import { loadPeople } from './load-people.ts';
import { startCampaign } from './start-campaign.ts';

/** Retries as in the sandbox: five minutes are 0.6 s, so that those who were put off come again within the measurement. */
const RETRY_SCALE = '0.002';

/** A campaign at a receiver that answers 421 above a rate: how much of that rate is used. */
export async function throttledBench({ people, mtas, hold }: World): Promise<Bench> {
  const { perSecond, seconds } = THROTTLE;
  const sink = hold(await openOwnSink({ perSecond, record: true }));
  const env = { HIKYAKU_RETRY_SCALE: RETRY_SCALE };
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port}`, mtas, env }, hold);
  const { app, scope } = ground;
  const listId = await loadPeople(app, scope, Math.min(people, perSecond * seconds * 2));
  const content = benchContent(8_192);
  let figures: readonly Figure[] = [];
  return {
    settings: { bytes: content.bytes, permitted_per_second: perSecond, seconds, retry_scale: Number(RETRY_SCALE) },
    async run() {
      const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
      const { rate, refused, duplicates } = await acceptedRate(sink, seconds);
      figures = [{ name: 'refused', unit: 'a message', value: refused }];
      await withTenant(app, scope, async (sql) => need(await cancelCampaign(sql, id)));
      const open = async () => {
        const counts = (await withTenant(app, scope, (sql) => countCampaign(sql, id)))!;
        return counts.queued + counts.sending + counts.deferred;
      };
      while ((await open()) > 0) await sleep(100);
      if (duplicates > 0) throw new Error(`${duplicates} messages came twice`);
      return rate;
    },
    figures: () => figures,
  };
}
