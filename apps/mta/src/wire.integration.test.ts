import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchCampaign } from './testing/launch-campaign.ts';
import { type Act, openReceiver, type Script, type Step } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';

const LONG = 'x'.repeat(1_000_000);
const say = (text: string): Act => ({ say: text });
const drip = (text: string, everyMs: number): Act => ({ drip: text, everyMs });

/**
 * What a receiver does to the first who comes; everybody later is served well. Before the dot: tried again, and delivered.
 * After it: unconfirmed. While the message is under way the dot may have left or not: either.
 */
const FAULTS: readonly {
  name: string;
  step: Step;
  act: Act;
  ends: 'delivered' | 'unconfirmed' | 'either';
  says?: RegExp;
}[] = [
  { name: 'cut-connect', step: 'connect', act: 'cut', ends: 'delivered' },
  { name: 'reset-connect', step: 'connect', act: 'reset', ends: 'delivered' },
  { name: 'cut-ehlo', step: 'ehlo', act: 'cut', ends: 'delivered' },
  { name: 'cut-mail', step: 'mail', act: 'cut', ends: 'delivered' },
  { name: 'cut-rcpt', step: 'rcpt', act: 'cut', ends: 'delivered' },
  { name: 'cut-data', step: 'data', act: 'cut', ends: 'delivered' },
  { name: 'cut-body', step: 'body', act: 'cut', ends: 'either' },
  { name: 'reset-body', step: 'body', act: 'reset', ends: 'either' },
  { name: 'cut-dot', step: 'dot', act: 'cut', ends: 'unconfirmed' },
  { name: 'reset-dot', step: 'dot', act: 'reset', ends: 'unconfirmed' },
  { name: 'silent-dot', step: 'dot', act: 'silence', ends: 'unconfirmed', says: /no answer in time/ },
  { name: 'no-smtp', step: 'connect', act: say('HTTP/1.1 400 Bad Request\r\n\r\n'), ends: 'delivered', says: /SMTP/ },
  { name: 'long-banner', step: 'connect', act: say(LONG), ends: 'delivered', says: /8192/ },
  { name: 'long-line', step: 'rcpt', act: say(`250 ${LONG}\r\n`), ends: 'delivered', says: /8192/ },
  { name: 'endless-reply', step: 'ehlo', act: say('250-more\r\n'.repeat(5_000)), ends: 'delivered', says: /128 lines/ },
  {
    name: 'endless-banner',
    step: 'connect',
    act: drip('220-welcome\r\n'.repeat(500), 1),
    ends: 'delivered',
    says: /128/,
  },
  // Something comes all the time, and an answer never.
  { name: 'glacial-dot', step: 'dot', act: drip(`250-${'x'.repeat(2_000)}`, 5), ends: 'unconfirmed', says: /in time/ },
  { name: 'nonsense-dot', step: 'dot', act: say('99 bottles\r\n'), ends: 'unconfirmed' },
  { name: 'long-dot', step: 'dot', act: say(`250 ${LONG}\r\n`), ends: 'unconfirmed' },
  { name: 'nul-reply', step: 'rcpt', act: say('450 4.7.0 a\u0000b \xff\r\n'), ends: 'delivered' },
  { name: 'data-250', step: 'data', act: say('250 ok\r\n'), ends: 'delivered', says: /250/ },
  { name: 'rcpt-354', step: 'rcpt', act: say('354 go on\r\n'), ends: 'delivered', says: /354/ },
  { name: 'mail-354', step: 'mail', act: say('354 go on\r\n'), ends: 'delivered', says: /354/ },
  { name: 'dot-354', step: 'dot', act: say('354 go on\r\n'), ends: 'unconfirmed' },
  { name: 'rcpt-221', step: 'rcpt', act: say('421 4.3.2 shutting down\r\n'), ends: 'delivered', says: /shutting/ },
];
const receivers = new Map<string, Awaited<ReturnType<typeof openReceiver>>>();
let rig: Awaited<ReturnType<typeof openRig>>;

const receive = async (name: string, script: Script) => {
  const receiver = await openReceiver(script);
  receivers.set(name, receiver);
  return `${name}.test=127.0.0.1:${receiver.port}`;
};

beforeAll(async () => {
  const routes: string[] = [];
  for (const { name, step, act } of FAULTS) {
    let isDone = false;
    routes.push(
      await receive(name, (at) => {
        if (at !== step || isDone) return undefined;
        isDone = true;
        return act;
      }),
    );
  }
  const defer = (step: Step) => (at: Step, _to: string, time: number) =>
    at === step && time <= 2 ? say('451 4.3.0 later\r\n') : undefined;
  routes.push(await receive('later-dot', defer('dot')));
  // Answers the dot twice: every answer after it is one transaction too early.
  routes.push(await receive('twice', (at) => (at === 'dot' ? say('250 taken\r\n250 taken\r\n') : undefined)));
  // No for one of two, and then leaves without an answer to what was pipelined behind it.
  routes.push(
    await receive('pipelined', (at, to) => {
      if (at === 'ehlo') return say('250-mx.test\r\n250 PIPELINING\r\n');
      if (at === 'rcpt' && to.startsWith('gone')) return say('550 5.1.1 no such user\r\n');
      return at === 'data' && to.startsWith('gone') ? 'cut' : undefined;
    }),
  );
  rig = await openRig({ env: { HIKYAKU_ROUTES: routes.join(','), HIKYAKU_ANSWER_TIMEOUT_SECONDS: '1' } });
});
afterAll(async () => {
  await rig.close();
  for (const receiver of receivers.values()) await receiver.close();
});

type Ended = { email: string; state: number; attempts: number; replies: string[]; outcomes: number[] };

/** Everybody of a campaign, once all are final. */
const ended = (campaignId: number) =>
  rig.until(async () => {
    const rows = await rig.db.query<Ended>(
      `SELECT r.email, d.state, d.attempts, array_agg(coalesce(a.reply, '') ORDER BY a.n) AS replies,
         array_agg(a.outcome ORDER BY a.n) AS outcomes
       FROM recipients r JOIN deliveries d ON d.id = r.id LEFT JOIN attempts a ON a.delivery_id = d.id
       WHERE d.campaign_id = $1 GROUP BY 1, 2, 3`,
      [campaignId],
    );
    return rows.length > 0 && rows.every((row) => row.state > 1) && rows;
  });

const launch = async (emails: readonly string[]) => {
  const id = await launchCampaign(
    rig,
    emails.map((email) => ({ email, name: '山田 花子' })),
    { text: '.一行目が点で始まる\n{{ name }}\n..\n.\n終わり', html: '<p>{{ name }}様</p>' },
  );
  return rig.plan(id);
};

describe('whatever a receiver does, its recipient ends classified and is never stuck', () => {
  let rows: readonly Ended[] = [];
  beforeAll(async () => {
    rows = await ended(await launch(FAULTS.map(({ name }) => `one@${name}.test`)));
  });
  test.for(FAULTS)('$name', ({ name, step, ends, says }) => {
    const row = rows.find(({ email }) => email === `one@${name}.test`)!;
    const end = ends === 'either' ? (row.state === 7 ? 'unconfirmed' : 'delivered') : ends;
    expect([row.state, row.attempts]).toEqual(end === 'delivered' ? [2, 2] : [7, 1]);
    expect(row.replies[0]).toMatch(says ?? /./);
    const accepted = receivers.get(name)!.received.filter((one) => one.accepted);
    expect(accepted.length).toBe(step === 'body' && end === 'unconfirmed' ? 0 : 1);
  });
  test('nothing of it suppressed anybody', async () => {
    expect(await rig.db.query("SELECT email FROM suppressions WHERE email LIKE 'one@%'")).toEqual([]);
  });
});

test('a retry is the same message to the last byte, composed once or rendered from a template', async () => {
  await ended(await launch(['template@later-dot.test']));
  const id = await rig.send('raw@later-dot.test');
  await rig.until(
    async () =>
      (
        await rig.db.query(
          'SELECT 1 FROM recipients r JOIN deliveries d ON d.id = r.id WHERE r.message_id = $1 AND d.state = 2',
          [id],
        )
      ).length,
  );
  for (const to of ['template@later-dot.test', 'raw@later-dot.test']) {
    const tries = receivers.get('later-dot')!.of(to);
    expect(tries.map((one) => one.accepted)).toEqual([false, false, true]);
    expect(tries[0]!.messageId).not.toBe('');
    expect(tries[1]).toEqual(tries[0]);
    expect(tries[2]!.raw).toBe(tries[0]!.raw);
    expect(tries[2]!.mailFrom).toBe(tries[0]!.mailFrom);
  }
});

test('answers that come too early are not taken for those to the next message', async () => {
  const emails = Array.from({ length: 6 }, (_, n) => `p${n}@twice.test`);
  const rows = await ended(await launch(emails));
  const { received } = receivers.get('twice')!;
  expect(
    rows
      .filter((row) => row.state === 2)
      .map((row) => row.email)
      .sort(),
  ).toEqual(emails);
  expect(received.map((one) => one.rcptTo).sort()).toEqual(emails);
});

test('a refusal that was heard counts although the connection breaks before the pipelined rest is answered', async () => {
  const rows = await ended(await launch(['gone@pipelined.test', 'here@pipelined.test']));
  const states = Object.fromEntries(rows.map((row) => [row.email, [row.state, row.attempts]]));
  expect(states).toEqual({ 'gone@pipelined.test': [3, 1], 'here@pipelined.test': [2, 1] });
});
