import { parseReply } from '@hikyaku/mail';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { type AnswerRule, loadAnswerRules, matchAnswer } from './answer-rules.ts';

/** What providers really say, and which rules it is for. Several lines of a reply are separated by a bar. */
const SAID: readonly (readonly [provider: string, reply: string, ...rules: string[]])[] = [
  [
    'google',
    '421-4.7.28 [192.0.2.1      15] Our system has detected an unusual rate of|421-4.7.28 unsolicited mail originating from your IP address. To protect our|421-4.7.28 users from spam, mail sent from your IP address has been temporarily|421-4.7.28 rate limited. Please visit|421-4.7.28  https://support.google.com/mail/?p=UnsolicitedRateLimitError to|421 4.7.28 review our Bulk Email Senders Guidelines. a1-2002 - gsmtp',
    'google-unusual-rate',
  ],
  [
    'google',
    '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP Netblock [192.0.2.0/24]. To protect our users from spam, mail sent from your IP Netblock has been temporarily rate limited.',
    'google-unusual-rate',
  ],
  [
    'google',
    '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain [news.example 35]. To protect our users from spam, mail sent from your domain has been temporarily rate limited.',
    'google-domain-rate',
  ],
  [
    'google',
    '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your DKIM domain [news.example 36]. To protect our users from spam, mail sent from your domain has been temporarily rate limited.',
    'google-domain-rate',
  ],
  [
    'google',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. Please resend your message at a later time.',
  ],
  ['google', '550 5.1.1 The email account that you tried to reach does not exist.'],
  [
    'yahoo',
    '421 4.7.0 [TS02] Messages from 192.0.2.1 temporarily deferred due to user complaints - 4.16.56.1',
    'yahoo-TS02',
  ],
  [
    'yahoo',
    '421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes',
    'yahoo-TS03',
  ],
  [
    'yahoo',
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
    'yahoo-TSS04',
  ],
  [
    'yahoo',
    '421 4.7.0 [TSS05] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
    'yahoo-TSS05',
  ],
  ['yahoo', '554 delivery error: dd This user does not have a yahoo.com account'],
  [
    'outlook.com',
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors.",
    'outlook-block-list',
  ],
  [
    'outlook.com',
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
    'outlook-block-list',
  ],
  [
    'outlook.com',
    '421 RP-003 (BAY004-MC1F1) The mail server IP connecting to Outlook.com server has exceeded the connection limit allowed.',
    'outlook-connections',
  ],
  [
    'outlook.com',
    '451 4.7.652 The mail server [192.0.2.1] has exceeded the maximum number of connections. (S3115) For e-mail delivery information, see https://postmaster.live.com',
    'outlook-connections',
  ],
  [
    'outlook.com',
    '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://aka.ms/postmaster (S775) [Name=Protocol Filter Agent][AGT=PFA]',
    'ip-reputation',
  ],
  ['office365', '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712344)'],
  [
    'icloud',
    '421 4.7.0 [HCM1] Message deferred due to local policy. Please visit https://support.apple.com/en-us/HT204137',
    'icloud-volume',
  ],
  [
    'icloud',
    '554 5.7.1 [BS02] Message blocked due to local policy. Please visit https://support.apple.com/en-us/HT204137',
    'icloud-volume',
  ],
  [
    'icloud',
    '550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
  ],
  ['icloud', '421 4.7.1 Messages to a@example.com deferred due to excessive volume. Try again later'],
  [
    'gmx',
    '421 gmx.net (mxgmx016) Nemesis ESMTP Service not available Too many connections, try again later',
    'gmx-too-many',
  ],
  [
    'gmx',
    '421-web.de (mxweb113) Nemesis ESMTP Service not available|421-Service unavailable|421-Reject due to policy restrictions|421 Too many messages have been received in a short period of time.',
    'gmx-too-many',
  ],
  [
    'gmx',
    '554-gmx.net (mxgmx104) Nemesis ESMTP Service not available|554-No SMTP service|554-IP address is block listed.|554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201',
  ],
  ['mx:mx.bytes.example', '421 4.7.0 Error: too many connections from 192.0.2.1'],
  ['docomo', '550 5.1.2 too many invalid recipients in this hour (limit 10)', 'unknown-users'],
  [
    'comcast',
    '421 4.1.0 192.0.2.1 Throttled - try again later. Please see http://postmaster.comcast.net/smtp-error-codes.php#RL000001',
  ],
  [
    'orange',
    '421 4.3.2 Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104',
  ],
  ['mimecast', '451 Internal resource temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451'],
  ['default', '451 4.7.1 <a@example.com>: Recipient address rejected: Greylisted'],
  ['default', '452 4.5.3 Too many recipients'],
  ['default', '554 5.7.1 Your IP has a poor reputation'],
];

let rig: Awaited<ReturnType<typeof openRig>>;
let rules: AnswerRule[];
beforeAll(async () => {
  rig = await openRig();
  rules = await loadAnswerRules(rig.db);
});
afterAll(() => rig.close());

const parse = (reply: string) => parseReply(reply.split('|'));

test('each answer matches the rules that it is for', () => {
  for (const [provider, reply, ...expected] of SAID) {
    expect(
      matchAnswer(rules, provider, parse(reply)).map((rule) => rule.name),
      reply,
    ).toEqual(expected);
  }
});

test('every rule has an answer that was really given', () => {
  const named = new Set(SAID.flatMap(([, , ...names]) => names));
  expect(rules.map((rule) => rule.name).filter((name) => !named.has(name))).toEqual([]);
});

test("no provider's rule fires at another provider, nor do its words occur there", () => {
  const anywhere = ['orange', 'mx:mx.bytes.example'];
  for (const rule of rules.filter((one) => one.providers.length > 0)) {
    for (const [provider, reply] of SAID) {
      if (rule.providers.includes(provider)) continue;
      expect(matchAnswer([rule], provider, parse(reply)), `${rule.name}: ${reply}`).toEqual([]);
      // "Too many connections" is what everybody says: there the provider's name decides.
      if (rule.name !== 'gmx-too-many' || !anywhere.includes(provider)) {
        expect(matchAnswer([{ ...rule, providers: [] }], provider, parse(reply)), `${rule.name}: ${reply}`).toEqual([]);
      }
    }
  }
});

test('a rule whose pattern is broken is left out, and the others stay', async () => {
  await rig.db.query("UPDATE answer_rules SET pattern = '(' WHERE name = 'yahoo-TS02'");
  expect((await loadAnswerRules(rig.db)).map((rule) => rule.name)).toEqual(
    rules.map((rule) => rule.name).filter((name) => name !== 'yahoo-TS02'),
  );
});
