import { createList, unsubscribe, upsertContacts } from '@hikyaku/audience';
import { mintTenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { listMessageEvents } from '@hikyaku/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLedger } from '../audit/audit-ledger.ts';
import { cancelCampaign } from '../control/cancel-campaign.ts';
import { pauseCampaign } from '../control/pause-campaign.ts';
import { resumeCampaign } from '../control/resume-campaign.ts';
import { tripBreakers } from '../control/trip-breakers.ts';
import { countCampaign } from '../count/count-campaign.ts';
import { createCampaign } from '../draft/create-campaign.ts';
import { updateCampaign } from '../draft/update-campaign.ts';
import { findCampaign } from '../read/find-campaign.ts';
import { findMessage } from '../read/find-message.ts';
import { findPassport } from '../read/find-passport.ts';
import { listCampaignRecipients } from '../read/list-campaign-recipients.ts';
import { listCampaigns } from '../read/list-campaigns.ts';
import { sweepCampaigns } from '../sweep-campaigns.ts';
import { drain } from '../testing/drain.ts';
import { openPools, WORLD } from '../testing/open-pools.ts';
import { campaignAudience } from './campaign-audience.ts';
import { sendCampaign } from './send-campaign.ts';
import { testCampaign } from './test-campaign.ts';

let db: Awaited<ReturnType<typeof openPools>>;
beforeAll(async () => {
  db = await openPools();
});
afterAll(() => db.close());

/** The sweep, ten seconds later. */
const sweep = async () => {
  await db.owner.query("UPDATE campaigns SET updated_at = updated_at - interval '10 seconds'");
  await sweepCampaigns(db.engine, WORLD, async () => {});
};

/** A tenant with a verified domain and a list of people. */
async function openTenant(people: number) {
  const [tenant] = await db.owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('Aozora') RETURNING id`);
  const tenantId = tenant!.id;
  await db.owner.query(
    `INSERT INTO sending_domains (tenant_id, name, status, token, dkim_selector, dkim_private_key, dkim_public_key)
     VALUES ($1, $2, 'verified', 't', 'hk1', 'k', 'p')`,
    [tenantId, `t${tenantId}.example`],
  );
  const inside = <T>(run: (sql: TenantSql) => Promise<T>) =>
    withTenant(db.app, mintTenantScope(tenantId, 'user:1'), run);
  const list = await inside(async (sql) => {
    const made = await createList(sql, { name: 'People' });
    if (!made.ok) throw new Error(made.detail);
    const entries = Array.from({ length: people }, (_, n) => ({
      email: `p${n}@d${n % 3}.example`,
      name: `山田${n}`,
      list_ids: [made.value.id],
    }));
    const written = await upsertContacts(sql, entries);
    if (!written.ok) throw new Error(written.detail);
    return made.value.id;
  });
  const draft = {
    name: 'Spring',
    from: `Aozora <news@t${tenantId}.example>`,
    subject: '{{ name }} 様',
    text: 'Hi {{ name }}',
    listIds: [list],
  };
  const create = async (changes = {}) => {
    const made = await inside((sql) => createCampaign(sql, { ...draft, ...changes }));
    if (!made.ok) throw new Error(made.detail);
    return made.value.id;
  };
  return { tenantId, inside, list, draft, create };
}

test('a draft that could never be sent is refused with the field and the place', async () => {
  const { inside, draft } = await openTenant(1);
  const wrong = {
    ...draft,
    from: 'a@foreign.example',
    subject: '{% nope %}',
    text: '{{ name | nope }}',
    listIds: [99_999],
  };
  const refused = await inside((sql) => createCampaign(sql, wrong));
  expect(refused).toMatchObject({ ok: false, status: 422 });
  if (refused.ok) return;
  expect(refused.errors.map((error) => error.path).sort()).toEqual(['from', 'list_ids.0', 'subject', 'text']);
  expect(refused.errors.find((error) => error.path === 'text')?.message).toMatch(/line 1, column \d+/);
});

test('what was shown before sending is what is planned, and one who left is not in it', async () => {
  const { inside, create } = await openTenant(10);
  const id = await create();
  await inside((sql) => unsubscribe(sql, { email: 'p1@d1.example', source: 'page', deliveryId: null }));
  const audience = await inside((sql) => campaignAudience(sql, id));
  expect(audience).toMatchObject({ ok: true, value: { total: 10, sendable: 9, excluded: { unsubscribed: 1 } } });
  const sent = await inside((sql) => sendCampaign(sql, { id }));
  expect(sent).toEqual({ ok: true, value: { status: 'planning', planned: 9 } });
  const before = await inside((sql) => countCampaign(sql, id));
  expect(before).toMatchObject({ planned: 9, queued: 9 });
  await sweep();
  expect(await inside((sql) => countCampaign(sql, id))).toMatchObject({ planned: 9, queued: 9 });
  expect((await inside((sql) => findCampaign(sql, id)))?.status).toBe('sending');
  expect(await auditLedger(db.engine)).toEqual([]);
});

test('an approval holds only for the content and the audience that were looked at', async () => {
  const { inside, create, list } = await openTenant(2);
  const id = await create();
  const seen = await inside((sql) => campaignAudience(sql, id));
  const approval = seen.ok ? seen.value.approval : '';
  await inside((sql) => upsertContacts(sql, [{ email: 'late@d0.example', list_ids: [list] }]));
  expect(await inside((sql) => sendCampaign(sql, { id, approval }))).toMatchObject({ status: 409, code: 'approval' });
  await inside((sql) => unsubscribe(sql, { email: 'late@d0.example', source: 'page', deliveryId: null }));
  await inside((sql) => updateCampaign(sql, id, { subject: 'changed' }));
  expect(await inside((sql) => sendCampaign(sql, { id, approval }))).toMatchObject({ status: 409, code: 'approval' });
  const again = await inside((sql) => campaignAudience(sql, id));
  const sent = await inside((sql) => sendCampaign(sql, { id, approval: again.ok ? again.value.approval : '' }));
  expect(sent.ok).toBe(true);
});

test('an approval holds for what is frozen, whoever joins a list meanwhile', async () => {
  const { inside, create, list } = await openTenant(4);
  const id = await create();
  const seen = await inside((sql) => campaignAudience(sql, id));
  const joined = (n: number) =>
    inside((sql) => upsertContacts(sql, [{ email: `late${n}@d0.example`, list_ids: [list] }]));
  let joins = 0;
  const sent = await inside((sql) =>
    sendCampaign(
      {
        scope: sql.scope,
        query: async (text: string, values?: readonly unknown[]) => {
          if (text.includes('campaign_chunks')) await joined(joins++);
          return sql.query(text, values);
        },
      } as typeof sql,
      { id, approval: seen.ok ? seen.value.approval : '' },
    ),
  );
  expect(sent).toMatchObject({ status: 409, code: 'approval' });
  expect(await db.owner.query('SELECT 1 FROM campaign_chunks WHERE campaign_id = $1', [id])).toEqual([]);
});

test('each action is refused with 409 in a status that it does not fit, and with 404 from another tenant', async () => {
  const { inside, create } = await openTenant(1);
  const other = await openTenant(1);
  const id = await create();
  for (const act of [pauseCampaign, resumeCampaign, cancelCampaign]) {
    expect(await inside((sql) => act(sql, id))).toMatchObject({ status: 409 });
    expect(await other.inside((sql) => act(sql, id))).toMatchObject({ status: 404 });
  }
  expect(await other.inside((sql) => sendCampaign(sql, { id }))).toMatchObject({ status: 404 });
  await inside((sql) => sendCampaign(sql, { id }));
  expect(await inside((sql) => sendCampaign(sql, { id }))).toMatchObject({ status: 409 });
  expect(await inside((sql) => updateCampaign(sql, id, { name: 'x' }))).toMatchObject({ status: 409 });
});

test('a campaign to nobody or over the quota is refused, and leaves nothing behind', async () => {
  const { inside, create, tenantId } = await openTenant(3);
  const empty = await create({ listIds: [] });
  expect(await inside((sql) => sendCampaign(sql, { id: empty }))).toMatchObject({ status: 422 });
  const id = await create();
  await db.owner.query('UPDATE tenants SET daily_quota = 2 WHERE id = $1', [tenantId]);
  expect(await inside((sql) => sendCampaign(sql, { id }))).toMatchObject({ status: 429, code: 'quota' });
  expect((await inside((sql) => findCampaign(sql, id)))?.status).toBe('draft');
  expect(await db.engine.query('SELECT 1 FROM campaign_chunks WHERE campaign_id = $1', [id])).toEqual([]);
});

test('a scheduled campaign begins when it is due, with the audience of that moment', async () => {
  const { inside, create, list } = await openTenant(2);
  const id = await create();
  const later = new Date(Date.now() + 3_600_000);
  const sent = await inside((sql) => sendCampaign(sql, { id, scheduledAt: later }));
  expect(sent).toEqual({ ok: true, value: { status: 'scheduled', planned: 0 } });
  await inside((sql) => upsertContacts(sql, [{ email: 'late@d0.example', list_ids: [list] }]));
  await sweep();
  expect((await inside((sql) => findCampaign(sql, id)))?.status).toBe('scheduled');
  await db.owner.query("UPDATE campaigns SET scheduled_at = now() - interval '1 second' WHERE id = $1", [id]);
  await sweep();
  expect(await inside((sql) => findCampaign(sql, id))).toMatchObject({ status: 'sending', planned: 3 });
});

test('a scheduled campaign that cannot begin is paused with the reason, and a resume tries again', async () => {
  const { inside, create, tenantId } = await openTenant(3);
  const id = await create();
  await inside((sql) => sendCampaign(sql, { id, scheduledAt: new Date(Date.now() + 3_600_000) }));
  await db.owner.query("UPDATE campaigns SET scheduled_at = now() - interval '1 second' WHERE id = $1", [id]);
  await db.owner.query('UPDATE tenants SET daily_quota = 2 WHERE id = $1', [tenantId]);
  await sweep();
  expect(await inside((sql) => findCampaign(sql, id))).toMatchObject({
    status: 'paused',
    pauseReason: expect.stringMatching(/2 recipients a day/),
  });
  await db.owner.query('UPDATE tenants SET daily_quota = NULL WHERE id = $1', [tenantId]);
  expect(await inside((sql) => resumeCampaign(sql, id))).toMatchObject({ ok: true, value: { status: 'scheduled' } });
  await sweep();
  expect((await inside((sql) => findCampaign(sql, id)))?.status).toBe('sending');
});

test('a campaign is followed down to the person: list, message, timeline, passport', async () => {
  const { inside, create } = await openTenant(7);
  const id = await create();
  await inside((sql) => sendCampaign(sql, { id }));
  await sweep();
  const batch = (await db.engine.transaction((sql) => drain.claim(sql, id)))!;
  await db.engine.transaction((sql) => drain.settle(sql, batch, 2, 1));
  const page = (status?: 'sending' | 'delivered' | 'queued' | 'bounced', cursor = 0, limit = 100) =>
    inside((sql) => listCampaignRecipients(sql, { id, status, limit, cursor }));
  expect((await page()).rows.length).toBe(7);
  const counts = (await inside((sql) => countCampaign(sql, id)))!;
  expect((await page('sending')).rows.length).toBe(counts.sending);
  expect((await page('queued')).rows.length).toBe(counts.queued);
  expect((await page('bounced')).rows).toEqual([]);
  const first = await page(undefined, 0, 4);
  const rest = await page(undefined, first.nextCursor!, 4);
  expect([first.rows.length, rest.rows.length, rest.nextCursor]).toEqual([4, 3, null]);
  const [person] = (await page('delivered')).rows;
  expect(person).toMatchObject({ status: 'delivered', attempts: 1, lastReply: `250 ok ${person!.id}` });
  const message = await inside((sql) => findMessage(sql, person!.id));
  expect(message).toMatchObject({
    to: [person!.email],
    status: 'delivered',
    subject: `山田${person!.email.slice(1, 2)} 様`,
  });
  const events = await inside((sql) => listMessageEvents(sql, person!.id));
  expect(events.map((event) => event.type)).toEqual([1, 2]);
  const passport = await inside((sql) => findPassport(sql, person!.id, () => 'b@bounces.example'));
  expect(passport?.attemptList).toHaveLength(1);
  const other = await openTenant(1);
  expect(await other.inside((sql) => findMessage(sql, person!.id))).toBeNull();
  expect(await other.inside((sql) => listMessageEvents(sql, person!.id))).toEqual([]);
});

test('completed means every recipient is final; the sweep says so', async () => {
  const { inside, create } = await openTenant(4);
  const id = await create();
  await inside((sql) => sendCampaign(sql, { id }));
  await sweep();
  for (let batch = await drain.claim(db.engine, id); batch !== null; batch = await drain.claim(db.engine, id)) {
    await sweep();
    expect((await inside((sql) => findCampaign(sql, id)))?.status).toBe('sending');
    await drain.settle(db.engine, batch, 2, 500);
  }
  await sweep();
  const { rows } = await inside((sql) => listCampaigns(sql, { limit: 1 }));
  expect(rows[0]).toMatchObject({
    id,
    status: 'completed',
    completedAt: expect.any(Date),
    counts: { planned: 4, delivered: 4 },
  });
});

test('the breaker pauses a campaign with over 5 % unknown users, once, and never one with breaker: false', async () => {
  const { inside, create } = await openTenant(600);
  const ids = [await create(), await create({ breaker: false })];
  for (const id of ids) {
    await inside((sql) => sendCampaign(sql, { id }));
  }
  await sweep();
  for (const id of ids) {
    const batches: number[] = [];
    for (let batch = await drain.claim(db.engine, id); batch !== null; batch = await drain.claim(db.engine, id))
      batches.push(batch);
    await drain.settle(db.engine, batches[0]!, 3, 30);
    for (const batch of batches.slice(0, -1)) await drain.settle(db.engine, batch, 2, 500);
    await drain.settle(db.engine, batches.at(-1)!, 2, 120);
  }
  expect(await tripBreakers(db.engine)).toEqual([ids[0]]);
  expect(await inside((sql) => findCampaign(sql, ids[0]!))).toMatchObject({
    status: 'paused',
    pauseReason: expect.stringMatching(/unknown users/),
  });
  await inside((sql) => resumeCampaign(sql, ids[0]!));
  expect(await tripBreakers(db.engine)).toEqual([]);
});

test('a test goes to the addresses named, written for the contact of each, and is counted nowhere', async () => {
  const { inside, create } = await openTenant(2);
  const id = await create();
  const test = (to: string[]) =>
    inside((sql) => testCampaign(sql, { ...WORLD, url: 'http://127.0.0.1:3000' }, { id, to }));
  expect(await test(['a@b.example', 'nonsense'])).toMatchObject({ status: 422, errors: [{ path: 'to.1' }] });
  expect(await test([])).toMatchObject({ status: 422, errors: [{ path: 'to' }] });
  const sent = await test(['p1@d1.example', 'stranger@d1.example']);
  const [first] = sent.ok ? sent.value.ids : [];
  expect(await inside((sql) => findMessage(sql, first!))).toMatchObject({
    subject: '山田1 様',
    campaignId: id,
    status: 'queued',
    recipients: [{ email: 'p1@d1.example' }],
  });
  expect(await inside((sql) => countCampaign(sql, id))).toMatchObject({ planned: 0, queued: 0 });
  expect((await inside((sql) => listCampaignRecipients(sql, { id, limit: 10 }))).rows).toEqual([]);
});
