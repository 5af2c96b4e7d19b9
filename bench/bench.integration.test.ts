import { afterEach, expect, test } from 'vitest';
import { campaignBench } from './campaign/campaign.ts';
import { openHolder } from './hold.ts';
import { openGround } from './open-ground.ts';
import { openOwnSink } from './open-sink.ts';
import { measureRows } from './row.ts';
import { ROWS } from './rows.ts';

const { hold, close } = openHolder();
afterEach(close);

/** Without Postfix, into receivers of our own: what is tested is that the counts are right, never how fast it goes. */
const world = { peers: undefined, mtas: 1, million: false, hold };
const PATIENCE_MS = 90_000;

async function measure(name: string, people: number) {
  const plan = ROWS.find((row) => row.name === name)!;
  const bench = await plan.open({ ...world, people });
  if (typeof bench === 'string') throw new Error(bench);
  return measureRows(name, plan.unit, 1, bench);
}

test(
  'a campaign reaches each person once, and its body weighs what the row says',
  async () => {
    const people = 40;
    const sink = hold(await openOwnSink({ record: true }));
    const ground = await openGround({ routes: `*=127.0.0.1:${sink.port}` }, hold);
    for (const bytes of [1_024, 8_192, 102_400]) {
      const before = await sink.counts();
      const [row] = await measureRows(
        'campaign',
        'messages/s',
        1,
        await campaignBench(ground, sink, { people, bytes, tracked: true }),
      );
      const after = await sink.counts();
      expect(row).toMatchObject({ name: 'campaign', runs: 1, settings: { people, bytes } });
      expect(after.accepted - before.accepted).toBe(people);
      expect(after.duplicates).toBe(0);
      expect(Math.abs((after.bytes - before.bytes) / people / bytes - 1)).toBeLessThan(0.05);
    }
  },
  PATIENCE_MS,
);

test(
  'under kill -9 nobody is lost and nobody gets it twice, or the row fails',
  async () => {
    const rows = await measure('campaign-killed', 300);
    const kills = rows.find(({ name }) => name === 'campaign-killed: kills')!;
    expect(kills.median).toBeGreaterThanOrEqual(2);
  },
  PATIENCE_MS,
);

test(
  'what is relayed is counted by the client and in the ledger alike, or the row fails',
  async () => {
    const [row] = await measure('relay', 200);
    expect(row).toMatchObject({ runs: 1, settings: { messages: 100, auth: true } });
  },
  PATIENCE_MS,
);
