import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditLedger, countCampaign, pauseCampaign } from '@hikyaku/campaign';
import { type Dump, dumpDatabase, loadDump, withTenant } from '@hikyaku/db';
import { testRedisUrl } from '@hikyaku/db/testing';
import { decideHold, describeHold, findHold } from '@hikyaku/egress';
import { silentLog } from '@hikyaku/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carryOutDecision } from './carry-out-decision.ts';
import { launchCampaign } from './testing/launch-campaign.ts';
import { openRig } from './testing/open-rig.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations');
const DELIVERED = 12;
const BOUNCED = 3;
const redisUrl = testRedisUrl();

const folder = mkdtempSync(join(tmpdir(), 'hikyaku-restore-'));
let rig: Awaited<ReturnType<typeof openRig>>;
let dump: Dump;
/** Sent after the dump, paused in it, frozen and not laid out in it, and a message that was due in it. */
let sent: number;
let paused: number;
let unlaid: number;

const people = (n: number, local: string) =>
  Array.from({ length: n }, (_, k) => ({ email: `${local}${k}@one.example` }));
const countsOf = (id: number) => withTenant(rig.app, rig.scope, (sql) => countCampaign(sql, id));
const accepted = async () => (await rig.counts()).accepted;
const decide = async (decision: 'release' | 'cancel') => {
  expect(await decideHold(rig.db, decision, 'operator:1')).toBe(true);
  await rig.egress.sweep();
  expect(await carryOutDecision(rig.db, rig.egress.hold(), silentLog())).toBe(true);
  await rig.egress.sweep();
};
/** The dump again, as pg_restore would leave it: without a hold. */
const putBack = async () => {
  await rig.stop();
  await loadDump(rig.config.database.owner!, { dump, folder, migrations: MIGRATIONS, detail: {} });
  await rig.owner.query('DELETE FROM egress_hold');
};

beforeAll(async () => {
  rig = await openRig({ idle: true, env: redisUrl ? { REDIS_URL: redisUrl } : {} });
  const all = [...people(DELIVERED, 'ok'), ...people(BOUNCED, 'unknown')];
  sent = await rig.plan(await launchCampaign(rig, all), 5);
  paused = await rig.plan(await launchCampaign(rig, people(4, 'later')));
  await withTenant(rig.app, rig.scope, (sql) => pauseCampaign(sql, paused));
  unlaid = await launchCampaign(rig, people(2, 'unlaid'));
  await rig.send('single@one.example');
  dump = await dumpDatabase(rig.config.database.owner!, folder);
  await rig.start();
  await rig.until(async () => (await countsOf(sent))!.delivered === DELIVERED && (await accepted()) === DELIVERED + 1);
  await rig.until(async () => (await countsOf(sent))!.bounced === BOUNCED);
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a database that was put back is noticed at start: nothing is sent, and what would go out again is shown', async () => {
  await putBack();
  await rig.start();
  expect(rig.egress.hold()).toMatchObject({ reason: 'behind', decision: null });
  await rig.egress.sweep();
  await rig.egress.wakeSites([1]);
  const { campaigns, streams, witnesses } = (await describeHold(rig.db))!;
  expect(campaigns.map(({ id, open, settled, unlaid: left }) => ({ id, open, settled, left }))).toEqual([
    { id: unlaid, open: 2, settled: 0, left: 2 },
    { id: paused, open: 4, settled: 0, left: 0 },
    { id: sent, open: DELIVERED + BOUNCED, settled: DELIVERED + BOUNCED, left: 0 },
  ]);
  expect(streams).toEqual([{ stream: 'transactional', open: 1, settled: 1 }]);
  expect(witnesses).toEqual([{ worker: rig.egress.worker, entries: DELIVERED + BOUNCED + 1 }]);
  expect(await accepted()).toBe(DELIVERED + 1);
});

test('a start does not end a hold', async () => {
  await rig.stop();
  await rig.start();
  expect(rig.egress.hold()).toMatchObject({ reason: 'behind' });
});

test('let go: who was settled is settled again as it was, the counts hold, what nobody can tell is paused, new mail goes out', async () => {
  await rig.send('new@one.example');
  await decide('release');
  expect(await countsOf(sent)).toMatchObject({
    planned: 15,
    delivered: DELIVERED,
    bounced: BOUNCED,
    queued: 0,
    sending: 0,
  });
  await rig.until(async () => (await rig.messages('new@one.example')).length === 1);
  expect(await accepted()).toBe(DELIVERED + 2);
  expect(await auditLedger(rig.db)).toEqual([]);
  const [row] = await rig.owner.query<{ status: string; pause_reason: string }>(
    'SELECT status, pause_reason FROM campaigns WHERE id = $1',
    [unlaid],
  );
  expect(row).toMatchObject({ status: 'paused', pause_reason: expect.stringContaining('nobody can tell') });
  expect(await findHold(rig.db)).toBeNull();
});

test('canceled: who was settled stays so, all others that were open are canceled, new mail goes out', async () => {
  await putBack();
  await rig.start();
  const fresh = await rig.send('fresh@one.example');
  await rig.egress.sweep();
  await decide('cancel');
  expect(await countsOf(sent)).toMatchObject({ delivered: DELIVERED, bounced: BOUNCED, canceled: 0 });
  expect(await countsOf(paused)).toMatchObject({ planned: 4, canceled: 4 });
  await rig.until(async () => (await rig.messages('fresh@one.example')).length === 1);
  const open = await rig.owner.query<{ id: number }>(
    'SELECT r.message_id AS id FROM deliveries d JOIN recipients r USING (id) WHERE d.state IN (0, 1) AND r.message_id IS NOT NULL AND r.message_id <> $1',
    [fresh],
  );
  expect(open).toEqual([]);
  expect((await auditLedger(rig.db)).filter(({ id }) => id !== unlaid)).toEqual([]);
});

test('a database that is put back while a worker runs is noticed by its next sweep', async () => {
  await rig.owner.query('UPDATE generation SET number = number - 1');
  await rig.egress.sweep();
  expect(rig.egress.hold()).toMatchObject({ reason: 'behind' });
  await decide('release');
});

test('a copy that lies elsewhere is held even by a machine with an empty home; the same database is not', async () => {
  await rig.stop();
  rmSync(join(rig.config.home, 'mta'), { recursive: true });
  await rig.start();
  expect(rig.egress.hold()).toBeNull();
  await rig.egress.sweep();
  await rig.stop();
  rmSync(join(rig.config.home, 'mta'), { recursive: true });
  await rig.owner.query("UPDATE generation SET place = '1:1'");
  await rig.start();
  expect(rig.egress.hold()).toMatchObject({ reason: 'moved' });
  await decide('release');
});

test.skipIf(!redisUrl)(
  'the number in Redis tells a machine with an empty home that the database was put back',
  async () => {
    await rig.stop();
    rmSync(join(rig.config.home, 'mta'), { recursive: true });
    await rig.owner.query('UPDATE generation SET number = number - 1');
    await rig.start();
    expect(rig.egress.hold()).toMatchObject({ reason: 'behind' });
  },
);
