import { openGround } from '../open-ground.ts';
import { openHooks } from '../open-hooks.ts';
import { openOwnSink, openSink, type SinkOptions } from '../open-sink.ts';
import type { Bench } from '../row.ts';
import { SIZES } from '../sizes.ts';
import type { RowPlan, World } from '../world.ts';
import { campaignBench } from './campaign.ts';
import { killedBench } from './killed.ts';
import { linearBench } from './linear.ts';
import { scaleBench } from './scale.ts';
import { throttledBench } from './throttled.ts';

type Variant = {
  readonly bytes?: number;
  readonly share?: number;
  /** Set: into a receiver of ours that does this, instead of smtp-sink. */
  readonly receiver?: SinkOptions;
  /** False: a route without a rate, so that no permits are taken. */
  readonly counted?: boolean;
  /** False: neither openings nor clicks are followed. */
  readonly tracked?: boolean;
  /** True: the tenant has a webhook for every event, and the notifier runs. */
  readonly listened?: boolean;
};

/** So high that it is never reached: permits are counted all the same. */
const RATE = ';rate=50000/s';

async function openCampaign({ peers, people, mtas, hold }: World, variant: Variant): Promise<Bench> {
  const { bytes = 8_192, share = 1, receiver, counted = true, tracked = true, listened = false } = variant;
  const sink = hold(receiver ? await openOwnSink(receiver) : await openSink(peers));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port}${counted ? RATE : ''}`, mtas }, hold);
  if (listened) {
    await openHooks(ground, ground.scope, { status: 200, delayMs: 0 }, hold);
    await ground.startProgram('notifier', { HIKYAKU_SANDBOX: 'on' });
  }
  const bench = await campaignBench(ground, sink, { people: Math.round(people * share), bytes, tracked });
  return {
    ...bench,
    settings: { ...bench.settings, limits: counted ? 'counted' : 'none', webhook: listened, ...receiver },
  };
}

const unit = 'messages/s';

const campaignRow = (name: string, about: string, variant: Variant): RowPlan => ({
  name,
  unit,
  about,
  open: (world) => openCampaign(world, variant),
});

export const campaignRows: readonly RowPlan[] = [
  ...SIZES.map(({ suffix, bytes, share }) =>
    campaignRow(`campaign${suffix}`, 'a campaign through the whole product', { bytes, share }),
  ),
  campaignRow('campaign-untracked', 'the same, neither openings nor clicks followed', { tracked: false }),
  campaignRow('campaign-unlimited', 'the same, no rate to be counted', { counted: false }),
  campaignRow('campaign-listened', 'the same, the tenant listening to every event', { listened: true }),
  campaignRow('campaign-far', 'the same, the receiver 50 ms away', { receiver: { delayMs: 50 } }),
  { name: 'campaign-throttled', unit, about: 'the same at a receiver with a rate', open: throttledBench },
  { name: 'campaign-killed', unit, about: 'the same, the mta killed with -9 again and again', open: killedBench },
  { name: 'linear', unit: 'x one core', about: 'everything on two cores against one', open: linearBench },
  {
    name: 'scale',
    unit: 'x cost of the smallest',
    about: 'a message in a large campaign',
    once: true,
    open: scaleBench,
  },
];
