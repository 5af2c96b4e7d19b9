import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLedger } from '@hikyaku/campaign';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCampaign } from './testing/launch-campaign.ts';
import { openReceiver } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';
import { type SpawnedMta, spawnMta } from './testing/spawn-mta.ts';

const POLL = { timeout: 60_000, interval: 50 };
let rig: Awaited<ReturnType<typeof openRig>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
const spawned: SpawnedMta[] = [];
const home = mkdtempSync(join(tmpdir(), 'hikyaku-killed-'));

beforeAll(async () => {
  // A silent one gets no answer to the first message; a second one is taken.
  receiver = await openReceiver((step, rcptTo, time) =>
    step === 'dot' && rcptTo.endsWith('@silent.test') && time === 1 ? 'silence' : undefined,
  );
  // The silent ones are a site of their own: nobody waits behind them.
  const routes = `silent.test=localhost:${receiver.port},*=127.0.0.1:${receiver.port}`;
  rig = await openRig({ idle: true, env: { HIKYAKU_ROUTES: routes } });
});
afterAll(async () => {
  for (const mta of spawned) await mta.close();
  await rig.close();
  await receiver.close();
  rmSync(home, { recursive: true, force: true });
});

/** In a home of their own: what the first left, the next one finds. */
const spawn = async (env: Readonly<Record<string, string>> = {}): Promise<SpawnedMta> => {
  const mta = await spawnMta({ ...rig.environment, HIKYAKU_HOME: home, ...env });
  spawned.push(mta);
  return mta;
};

/** Lets an mta send while no outcome can be committed, and kills it when every answer that comes is in its journal. */
async function killBeforeCommit(mta: SpawnedMta, arrived: number, answered: number, folder: string): Promise<void> {
  // Only the settling of outcomes writes here.
  await rig.owner.transaction(async (sql) => {
    await sql.query('LOCK TABLE address_faults IN ACCESS EXCLUSIVE MODE');
    await expect.poll(() => receiver.received.length, POLL).toBe(arrived);
    await expect.poll(() => countJournal(folder), POLL).toBe(answered);
    await mta.kill();
  });
}

function countJournal(folder: string): number {
  const slot = join(folder, 'mta', '0');
  const files = readdirSync(slot).filter((name) => name.startsWith('journal-'));
  return files.flatMap((name) => readFileSync(join(slot, name), 'utf8').split('\n')).filter(Boolean).length;
}

const statesOf = async (pattern: string) =>
  Object.fromEntries(
    (
      await rig.db.query<{ local: string; state: number; attempts: number }>(
        `SELECT split_part(r.email, '@', 1) AS local, d.state, d.attempts FROM recipients r JOIN deliveries d ON d.id = r.id
         WHERE r.email SIMILAR TO $1 ORDER BY 1`,
        [pattern],
      )
    ).map((row) => [row.local, [row.state, row.attempts]]),
  );
const times = (rcptTo: string) => receiver.of(rcptTo).length;

test('a worker that was killed settles what its journal holds; what no answer came to is unconfirmed, or tried once more when transactional', async () => {
  const campaign = await launchCampaign(rig, [{ email: 'bulk@silent.test' }, { email: 'heard@a.test' }]);
  await rig.plan(campaign);
  await rig.send(['reset@silent.test']);
  await rig.send(['heard-reset@b.test']);
  const killed = await spawn();
  await killBeforeCommit(killed, 4, 2, home);
  expect(await statesOf('%.test')).toEqual({
    heard: [0, 0],
    'heard-reset': [0, 0],
    bulk: [0, 0],
    reset: [0, 0],
  });
  killed.start();
  await expect
    .poll(() => statesOf('%.test'), POLL)
    .toEqual({ heard: [2, 1], 'heard-reset': [2, 1], bulk: [7, 1], reset: [2, 2] });
  expect(['heard@a.test', 'heard-reset@b.test', 'bulk@silent.test'].map(times)).toEqual([1, 1, 1]);
  const [first, second, ...more] = receiver.of('reset@silent.test');
  expect(second).toEqual(first);
  expect(more).toEqual([]);
  await expect.poll(() => rig.db.query('SELECT id FROM batches'), POLL).toEqual([]);
  expect(await rig.db.query('SELECT * FROM intents')).toEqual([]);
  expect(await auditLedger(rig.db)).toEqual([]);
  await killed.close();
}, 120_000);

const LATER = '(late|known)@%';

test('another worker takes over when the lease runs out; the journal of the first is late evidence and settles the unconfirmed', async () => {
  const before = receiver.received.length;
  const campaign = await launchCampaign(rig, [{ email: 'late@silent.test' }, { email: 'known@c.test' }]);
  await rig.plan(campaign);
  const killed = await spawn({ HIKYAKU_LEASE_SECONDS: '1' });
  await killBeforeCommit(killed, before + 2, 1, home);
  await rig.start();
  // Each was claimed with a batch of its own, and each lease ends by itself.
  await rig.until(async () => Object.values(await statesOf(LATER)).every(([state]) => state === 7));
  expect(await statesOf(LATER)).toEqual({ known: [7, 1], late: [7, 1] });
  await rig.stop();
  killed.start();
  await expect.poll(() => statesOf(LATER), POLL).toEqual({ known: [2, 1], late: [7, 1] });
  expect(['known@c.test', 'late@silent.test'].map(times)).toEqual([1, 1]);
  expect(await auditLedger(rig.db)).toEqual([]);
  await killed.close();
}, 120_000);

test('rows that a killed worker had claimed and not begun go out through the next one, once', async () => {
  await rig.start();
  const [site] = await rig.db.query<{ id: number }>("SELECT id FROM sites WHERE key LIKE 'route:%'");
  await rig.stop();
  const campaign = await launchCampaign(rig, [{ email: 'claimed1@d.test' }, { email: 'claimed2@d.test' }]);
  await rig.plan(campaign);
  // As a claim leaves them: the batch taken, its counts in sending, no intent.
  await rig.db.query(
    `WITH c AS (UPDATE batches SET state = 1, fence = fence + 1, worker = 'w-gone', lease_until = now() - interval '1 s'
       WHERE site_id = $1 AND state = 0 RETURNING *)
     INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, sending) SELECT tenant_id, campaign_id, -queued, queued FROM c`,
    [site!.id],
  );
  await rig.start();
  await rig.until(async () => {
    const states = await statesOf('claimed%');
    return Object.values(states).every(([state]) => state === 2);
  });
  expect(['claimed1@d.test', 'claimed2@d.test'].map(times)).toEqual([1, 1]);
  expect(await auditLedger(rig.db)).toEqual([]);
});

test('a stop does not wait for a receiver that keeps silent after the dot; the next start says what nobody can know', async () => {
  const campaign = await launchCampaign(rig, [{ email: 'still@silent.test' }]);
  await rig.stop();
  await rig.plan(campaign);
  const killed = await spawn();
  await expect.poll(() => times('still@silent.test'), POLL).toBe(1);
  expect(await killed.close()).toBe(0);
  killed.start();
  await expect.poll(() => statesOf('still@%'), POLL).toEqual({ still: [7, 1] });
  expect(times('still@silent.test')).toBe(1);
  expect(await auditLedger(rig.db)).toEqual([]);
}, 120_000);
