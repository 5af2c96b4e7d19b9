import { openKeyring } from '@hikyaku/config';
import { mintTenantScope, openDatabase, type TenantScope, withTenant } from '@hikyaku/db';
import { recordEvents } from '@hikyaku/events';
import { readMessage } from '@hikyaku/mail';
import { acceptEach, type DueSite, NOTIFY } from '@hikyaku/submission';
import { adoptDomain, createDomain, systemScope } from '@hikyaku/tenancy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimBatch } from '../claim/claim-batch.ts';
import { attemptOutcome, ownVerdict, suppressedOutcome } from '../drain/make-outcome.ts';
import type { EgressWorld } from '../open-world.ts';
import { openContents } from '../render/load-content.ts';
import { renderMessage } from '../render/render-message.ts';
import { openRig } from '../testing/open-rig.ts';
import { sendReports } from './send-reports.ts';

const KEYRING = openKeyring('a'.repeat(64));
const HOUR_MS = 3_600_000;

let rig: Awaited<ReturnType<typeof openRig>>;
let world: EgressWorld;
const woken: DueSite[] = [];
beforeAll(async () => {
  rig = await openRig();
  const waker = { wake: async (due: readonly DueSite[]) => woken.push(...due) > 0 } as EgressWorld['waker'];
  world = await rig.world({ waker });
  await addDomain(systemScope(), world.config.platformDomain);
  await addDomain(scope(), 'aozora.test');
});
afterAll(() => rig.close());

const scope = () => mintTenantScope(rig.tenantId, 'test');

async function addDomain(of: TenantScope, name: string) {
  const app = openDatabase({ url: rig.appUrl, max: 1, name: 'egress test app' });
  await withTenant(app, of, async (sql) => {
    const domain = await createDomain(sql, KEYRING, name);
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
  });
  await app.close();
}

/** Submits one message to these people and claims it. */
async function submit(people: Readonly<Record<string, number>>, dsn: { full?: boolean; mailFrom?: string } = {}) {
  const accepted = await withTenant(rig.db, scope(), (sql) =>
    acceptEach(sql, world.config, [
      {
        raw: Buffer.from('From: a@aozora.test\r\nSubject: order\r\n\r\nthe body\r\n'),
        fromEmail: 'a@aozora.test',
        fromHeader: 'a@aozora.test',
        toHeader: [],
        subject: 'order',
        recipients: Object.keys(people),
        stream: 'transactional',
        source: 'smtp',
        dsn: {
          mailFrom: 'bounce@aozora.test',
          full: dsn.full ?? false,
          envid: 'order-7',
          recipients: Object.values(people).map((notify) => ({ notify, orcpt: 'rfc822;as@given.example' })),
        },
      },
    ]),
  );
  const { siteId } = accepted.due[0]!;
  const terms = { siteId, stream: 0, worker: rig.worker, leaseMs: 60_000, size: 50, afterTenant: 0 };
  return (await claimBatch(rig.db, terms))!;
}

const reports = () =>
  rig.owner.query<{ id: number; content_id: number; raw: Buffer; address: string; notify: number | null }>(
    `SELECT r.id, m.content_id, c.raw, r.address, r.notify FROM messages m JOIN contents c ON c.id = m.content_id
     JOIN recipients r ON r.message_id = m.id WHERE m.source = 'system' ORDER BY m.id`,
  );

const answer = (code: number, enhanced: string, text: string) => ({
  startedAt: performance.now(),
  reply: { code, enhanced, text },
  said: [],
  connection: null,
});

test('a failure is reported once, to MAIL FROM under the null sender; NEVER and what nobody asked for are not', async () => {
  const batch = await submit({
    'fails@one.example': NOTIFY.failure,
    'never@one.example': 0,
    'suppressed@one.example': NOTIFY.failure,
    'succeeds@one.example': NOTIFY.failure,
  });
  const at = (email: string) => batch.recipients.find((one) => one.email === email)!;
  const refused = { verdict: ownVerdict('bounced', 'invalid_recipient'), ...answer(550, '5.1.1', 'no such user') };
  const taken = { ...refused, verdict: { ...refused.verdict, outcome: 'delivered', reason: 'delivered' } as const };
  rig.settler.add(attemptOutcome(batch, at('fails@one.example'), refused, 1));
  rig.settler.add(attemptOutcome(batch, at('never@one.example'), refused, 1));
  rig.settler.add(suppressedOutcome(batch, at('suppressed@one.example')));
  rig.settler.add(attemptOutcome(batch, at('succeeds@one.example'), taken, 1));
  await rig.settler.flush();
  await Promise.all([sendReports(world), sendReports(world)]);
  await sendReports(world);

  const sent = await reports();
  expect(sent.map(({ address, notify }) => [address, notify])).toEqual([
    ['bounce@aozora.test', null],
    ['bounce@aozora.test', null],
  ]);
  expect(woken.length).toBeGreaterThan(0);
  const text = sent.map(({ raw }) => raw.toString());
  const failed = text.find((one) => one.includes('fails@one.example'))!;
  for (const line of [
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 no such user',
    'Original-Envelope-Id: order-7',
    'Original-Recipient: rfc822;as@given.example',
  ]) {
    expect(failed).toContain(`${line}\r\n`);
  }
  expect(failed).not.toContain('the body');
  expect(text.find((one) => one.includes('suppressed@one.example'))).toContain('Status: 5.7.1\r\n');

  const content = await openContents(rig.db, KEYRING)(sent[0]!.content_id);
  const addressee = { id: sent[0]!.id, address: sent[0]!.address, email: sent[0]!.address, merge: null };
  const rendered = await renderMessage({ ...world.config, keyring: KEYRING }, content, addressee, {
    campaignId: 0,
    stream: 0,
  });
  expect(rendered).toMatchObject({ ok: true, mailFrom: '' });
});

test('success and delay are reported to who asked for them, and RET=FULL returns the message', async () => {
  const before = (await reports()).length;
  const wish = NOTIFY.success | NOTIFY.delay;
  const batch = await submit(
    { 'ok@two.example': wish, 'late@two.example': wish, 'early@two.example': wish },
    { full: true },
  );
  const [ok, late, early] = ['ok', 'late', 'early'].map(
    (name) => batch.recipients.find((one) => one.email === `${name}@two.example`)!,
  );
  const deferred = { verdict: ownVerdict('deferred', 'network'), ...answer(451, '4.4.1', 'try later') };
  const taken = {
    ...deferred,
    ...answer(250, '2.0.0', 'Ok'),
    verdict: { ...deferred.verdict, outcome: 'delivered', reason: 'delivered' } as const,
  };
  rig.settler.add(attemptOutcome(batch, ok!, taken, 1));
  rig.settler.add(attemptOutcome(batch, { ...late!, first_at: new Date(Date.now() - 5 * HOUR_MS) }, deferred, 1));
  rig.settler.add(attemptOutcome(batch, early!, deferred, 1));
  await rig.settler.flush();
  await sendReports(world);
  const sent = (await reports()).slice(before).map(({ raw }) => raw);
  expect(sent).toHaveLength(2);
  const [delivered, delayed] = ['ok@two.example', 'late@two.example'].map(
    (email) => sent.find((raw) => raw.includes(email))!,
  );
  expect(delivered!.toString()).toMatch(/Action: (relayed|delivered)\r\n/);
  expect(delayed!.toString()).toContain('Action: delayed\r\n');
  expect(delayed!.toString()).toContain('the body');
  expect((await readMessage(delayed!)).subject).toBe('Delayed mail');
});

test('a failure that the other side told later is reported with its words', async () => {
  const before = (await reports()).length;
  const batch = await submit({ 'gone@three.example': NOTIFY.failure });
  const [gone] = batch.recipients;
  const taken = {
    ...answer(250, '2.0.0', 'Ok'),
    verdict: { ...ownVerdict('deferred', 'network'), outcome: 'delivered', reason: 'delivered' } as const,
  };
  rig.settler.add(attemptOutcome(batch, gone!, taken, 1));
  await rig.settler.flush();
  await recordEvents(rig.db, [
    {
      deliveryId: gone!.id,
      tenantId: rig.tenantId,
      type: 'email.bounced',
      data: { smtp: { code: 550, enhanced: '5.1.1', text: 'moved away' } },
    },
  ]);
  await rig.owner.query('INSERT INTO dsn_reports (delivery_id, action, tenant_id) VALUES ($1, $2, $3)', [
    gone!.id,
    NOTIFY.failure,
    rig.tenantId,
  ]);
  await sendReports(world);
  const text = (await reports()).slice(before).map(({ raw }) => raw.toString());
  expect(text).toHaveLength(1);
  expect(text[0]).toContain('Diagnostic-Code: smtp; 550 moved away\r\n');
});
