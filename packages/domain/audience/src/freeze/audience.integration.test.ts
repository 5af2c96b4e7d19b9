import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { upsertContacts } from '../contact/upsert-contacts.ts';
import { addMembers } from '../list/add-members.ts';
import { createList } from '../list/create-list.ts';
import { liftSuppression } from '../suppression/lift-suppression.ts';
import { listSuppressions } from '../suppression/list-suppressions.ts';
import { suppress } from '../suppression/suppress.ts';
import { accepted, openTestTenants, type TestTenants } from '../testing/open-test-tenants.ts';
import { countAudience } from './count-audience.ts';
import { freezeAudience } from './freeze-audience.ts';

let tenants: TestTenants;
beforeAll(async () => {
  tenants = await openTestTenants();
});
afterAll(() => tenants.close());

const rollBack = new Error('roll back');

test('the counts add up, each person counts once, and freezing takes exactly who was counted', async () => {
  const person = fc.record({
    lists: fc.subarray([0, 1, 2]),
    suppressions: fc.subarray(['unsubscribe', 'complaint', 'invalid_recipient']),
    domain: fc.constantFrom('a.example', 'b.example', 'c.example'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 25 }), fc.subarray([0, 1, 2]), async (people, chosen) => {
      await tenants
        .run(async (sql) => {
          const lists: number[] = [];
          for (const name of ['l0', 'l1', 'l2']) lists.push(accepted(await createList(sql, { name })).id);
          const email = (n: number) => `p${n}@${people[n]!.domain}`;
          accepted(
            await upsertContacts(
              sql,
              people.map(({ lists: in_ }, n) => ({ email: email(n), list_ids: in_.map((at) => lists[at]!) })),
            ),
          );
          for (const [n, { suppressions }] of people.entries()) {
            for (const reason of suppressions) {
              accepted(await suppress(sql, { email: email(n), reason, scope: reason === 'invalid_recipient' ? 3 : 1 }));
            }
          }
          const listIds = chosen.map((at) => lists[at]!);
          const times = people.map((one) => one.lists.filter((at) => chosen.includes(at)).length);
          const of = (test: (one: (typeof people)[number]) => boolean) =>
            people.filter((one, n) => times[n]! > 0 && test(one)).length;
          const expected = {
            total: times.reduce((sum, n) => sum + n, 0),
            sendable: of((one) => one.suppressions.length === 0),
            excluded: {
              unsubscribed: of((one) => one.suppressions.includes('unsubscribe')),
              suppressed: of((one) => one.suppressions.length > 0 && !one.suppressions.includes('unsubscribe')),
              duplicate: times.reduce((sum, n) => sum + Math.max(0, n - 1), 0),
              invalid: 0,
            },
          };
          const count = await countAudience(sql, listIds);
          expect(count).toEqual(expected);
          const parts = Object.values(count.excluded).reduce((sum, n) => sum + n, count.sendable);
          expect(parts).toBe(count.total);
          const campaignId = await createCampaign(sql);
          const frozen = await freezeAudience(sql, { campaignId, listIds });
          expect(frozen).toEqual({
            planned: expected.sendable,
            excluded: expected.excluded,
            chunks: expected.sendable > 0 ? 1 : 0,
          });
          const rows = await sql.query<{ email: string }>(
            `SELECT c.email FROM campaign_chunks k, unnest(k.contact_ids) WITH ORDINALITY AS u(id, place)
               JOIN contacts c ON c.id = u.id WHERE k.campaign_id = $1 ORDER BY k.chunk, u.place`,
            [campaignId],
          );
          const sendable = people.flatMap((one, n) =>
            times[n]! > 0 && one.suppressions.length === 0 ? [email(n)] : [],
          );
          expect(rows.map((row) => row.email).sort()).toEqual(sendable.sort());
          const domains = rows.map((row) => row.email.split('@')[1]);
          expect(domains).toEqual(domains.toSorted());
          throw rollBack;
        })
        .catch((error) => {
          if (error !== rollBack) throw error;
        });
    }),
    { seed: 3, numRuns: 25 },
  );
});

const createCampaign = async (sql: Parameters<Parameters<TestTenants['run']>[0]>[0]) => {
  const [row] = await sql.query<{ id: number }>(
    `INSERT INTO campaigns (tenant_id, name, from_email, subject) VALUES ($1, 'c', 'a@b.example', 's') RETURNING id`,
    [sql.scope.tenantId],
  );
  return row!.id;
};

test('an audience over 50,000 is laid into chunks in which each person stands once', async () => {
  await tenants.run(async (sql) => {
    const list = accepted(await createList(sql, { name: 'large' }));
    const rows = await sql.query<{ id: number }>(
      `INSERT INTO contacts (tenant_id, email, spelling, domain)
       SELECT $1, 'n' || n || '@d' || n % 7 || '.example', 'n' || n || '@d' || n % 7 || '.example', 'd' || n % 7 || '.example'
       FROM generate_series(1, 50001) n RETURNING id`,
      [sql.scope.tenantId],
    );
    const ids = rows.map(({ id }) => id);
    await addMembers(
      sql,
      ids.map(() => list.id),
      ids,
    );
    const campaignId = await createCampaign(sql);
    expect(await freezeAudience(sql, { campaignId, listIds: [list.id] })).toMatchObject({ planned: 50_001, chunks: 2 });
    const [sums] = await sql.query<{ chunks: number[]; people: number }>(
      `SELECT array_agg(DISTINCT k.chunk) AS chunks, count(DISTINCT u.id) AS people
       FROM campaign_chunks k, unnest(k.contact_ids) u(id) WHERE campaign_id = $1`,
      [campaignId],
    );
    expect(sums).toEqual({ chunks: [0, 1], people: 50_001 });
  });
});

test('a suppression grows in scope, is listed, and is lifted by a person with a trace', async () => {
  await tenants.run(async (sql) => {
    const first = accepted(await suppress(sql, { email: 'Sup@例え.jp', reason: 'manual', scope: 1, detail: 'note' }));
    const second = accepted(await suppress(sql, { email: 'sup@xn--r8jz45g.jp', reason: 'manual', scope: 3 }));
    expect([first, second]).toEqual([
      { id: first.id, created: true },
      { id: first.id, created: false },
    ]);
    expect(accepted(await listSuppressions(sql, { email: 'SUP@例え.jp', limit: 5 })).data).toMatchObject([
      { id: first.id, email: 'sup@xn--r8jz45g.jp', reason: 'manual', scope: 3, detail: 'note' },
    ]);
    expect(await suppress(sql, { email: 'nobody', reason: 'manual', scope: 1 })).toMatchObject({ ok: false });
    expect(await liftSuppression(sql, first.id, 'asked by phone')).toMatchObject({ email: 'sup@xn--r8jz45g.jp' });
    expect(await liftSuppression(sql, first.id)).toBeNull();
    expect(
      await sql.query(`SELECT actor, target, detail->>'why' AS why FROM audit_log WHERE action = 'suppression.lift'`),
    ).toEqual([{ actor: 'user:1', target: 'sup@xn--r8jz45g.jp', why: 'asked by phone' }]);
  });
});
