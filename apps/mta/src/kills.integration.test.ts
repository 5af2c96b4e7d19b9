import { auditLedger, countCampaign } from '@hikyaku/campaign';
import { withTenant } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCampaign } from './testing/launch-campaign.ts';
import { openReceiver } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';
import { type SpawnedMta, spawnMta } from './testing/spawn-mta.ts';

/** HIKYAKU_TEST_PEOPLE: 20,000 in a nightly run. */
const PEOPLE = Number(process.env.HIKYAKU_TEST_PEOPLE ?? 5_000);
const KILLS = 10;
const CONNECTIONS = 8;

let rig: Awaited<ReturnType<typeof openRig>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let mta: SpawnedMta | undefined;
let kills = 0;

beforeAll(async () => {
  let taken = 0;
  // The worker dies as the receiver takes a message: before its answer leaves, or just after, turn by turn.
  receiver = await openReceiver((step) => {
    if (step !== 'dot') return undefined;
    taken += 1;
    if (kills >= KILLS || taken < ((kills + 1) * PEOPLE) / (KILLS + 1)) return undefined;
    kills += 1;
    if (kills % 2 === 0) setImmediate(() => void mta?.kill());
    else void mta?.kill();
    return undefined;
  });
  rig = await openRig({
    idle: true,
    env: { HIKYAKU_ROUTES: `*=127.0.0.1:${receiver.port};connections=${CONNECTIONS}` },
  });
});
afterAll(async () => {
  await mta?.close();
  await rig.close();
  await receiver.close();
});

test('ten kills in the middle of a campaign: it goes on by itself, nobody is lost, nobody gets it twice', async () => {
  const people = Array.from({ length: PEOPLE }, (_, n) => ({ email: `p${n}@d${n % 50}.test`, name: `山田 ${n}` }));
  const campaignId = await launchCampaign(rig, people);
  mta = await spawnMta(rig.environment, { revives: true });
  const counts = () => withTenant(rig.app, rig.scope, (sql) => countCampaign(sql, campaignId));
  await expect
    .poll(
      async () => {
        const now = (await counts())!;
        const { planned, queued, sending, deferred, delivered, bounced, expired, suppressed, canceled, unconfirmed } =
          now;
        const ended = delivered + bounced + expired + suppressed + canceled + unconfirmed;
        expect(queued + sending + deferred + ended).toBe(planned);
        return ended;
      },
      { timeout: 240_000, interval: 250 },
    )
    .toBe(PEOPLE);
  expect(kills).toBe(KILLS);

  const rows = await rig.db.query<{ email: string; state: number }>(
    'SELECT r.email, d.state FROM recipients r JOIN deliveries d ON d.id = r.id WHERE d.campaign_id = $1',
    [campaignId],
  );
  expect(new Set(rows.map((row) => row.email)).size).toBe(PEOPLE);
  const times = new Map<string, number>();
  for (const { rcptTo, messageId } of receiver.received) {
    expect(messageId).not.toBe('');
    times.set(rcptTo, (times.get(rcptTo) ?? 0) + 1);
  }
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  // Delivered is what the receiver has; what the ledger does not know it says so, and it is never guessed.
  expect(rows.filter(({ email, state }) => state === 2 && !times.has(email))).toEqual([]);
  expect(rows.filter(({ email, state }) => state !== 2 && state !== 7 && times.has(email))).toEqual([]);
  const unknown = rows.filter(({ state }) => state === 7).length;
  expect(unknown).toBeLessThanOrEqual(KILLS * CONNECTIONS);
  expect((await counts())!.unconfirmed).toBe(unknown);
  expect(await auditLedger(rig.db)).toEqual([]);
}, 300_000);
