import { decodeHeaderText, readMessage } from '@hikyaku/mail';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchCampaign } from './testing/launch-campaign.ts';
import { openReceiver } from './testing/open-receiver.ts';
import { openRig } from './testing/open-rig.ts';

const SUBJECT = '【重要】髙﨑様へ 秋のお知らせ🍁 とても長い件名はどこかで折り返されなければならないのです（株）①';
const BODY = `.はじめの点\n${'空白のない長い段落。'.repeat(200)}\n${'x'.repeat(3_000)}\n末尾の空白  \n..\n.\n\n\n`;
const HTML = `<p>${'空白のない長い段落。'.repeat(200)}</p><a href="https://example.jp/${'y'.repeat(2_000)}">読む</a>`;
const NAME = '髙﨑 "花子" (はなこ), 株式会社①';

let rig: Awaited<ReturnType<typeof openRig>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let key = '';

beforeAll(async () => {
  receiver = await openReceiver();
  rig = await openRig({ env: { HIKYAKU_ROUTES: `*=127.0.0.1:${receiver.port}` } });
  const [domain] = await rig.db.query<{ dkim_public_key: string }>('SELECT dkim_public_key FROM sending_domains');
  key = domain!.dkim_public_key;
  await rig.plan(
    await launchCampaign(rig, [{ email: 'template@a.test', name: NAME }], {
      from: `"青空, 飛脚" <news@aozora.test>`,
      subject: SUBJECT,
      text: `{{ name }} 様\n${BODY}`,
      html: `<p>{{ name }} 様</p>${HTML}`,
    }),
  );
  await rig.send('composed@a.test', { subject: SUBJECT, html: HTML, stream: 'bulk' });
  await rig.send('reset@a.test', { subject: SUBJECT, html: HTML });
  await rig.until(async () => receiver.received.length === 3);
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

/** The message as the receiver takes it off the wire (RFC 5321 4.5.2). */
const messageTo = (rcptTo: string) => Buffer.from(receiver.of(rcptTo)[0]!.raw.replace(/^\./gm, ''), 'latin1');
const headerOf = (message: Buffer) => message.toString('latin1').split('\r\n\r\n', 1)[0]!;
const fieldsOf = (message: Buffer) =>
  headerOf(message)
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => /^([!-9;-~]+): ?(.*)$/.exec(line)!)
    .map(([, name, value]) => ({ name: name!.toLowerCase(), value: value! }));
const KINDS = ['template@a.test', 'composed@a.test', 'reset@a.test'];

describe.for(KINDS)('the message to %s', (rcptTo) => {
  const message = () => messageTo(rcptTo);

  test('verifies in an independent DKIM verifier, under the domain in From', async () => {
    const { results } = await dkimVerify(message(), { resolver: async () => [[key]] });
    expect(results.map((result) => [result.status.result, result.signingDomain])).toEqual([['pass', 'aozora.test']]);
    expect(results[0]!.status.aligned).toBe('aozora.test');
  });

  test('no longer verifies when a character of the body is another', async () => {
    const changed = Buffer.from(message());
    changed[changed.length - 10] = changed[changed.length - 10] === 65 ? 66 : 65;
    const { results } = await dkimVerify(changed, { resolver: async () => [[key]] });
    expect(results[0]!.status.result).not.toBe('pass');
  });

  test('is clean by RFC 5322: lines of at most 998 octets, no bare CR or LF, an ASCII header, each field once', () => {
    const text = message().toString('latin1');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(headerOf(message())).toMatch(/^[\t\r\n -~]*$/);
    const names = fieldsOf(message()).map((field) => field.name);
    for (const name of ['date', 'message-id', 'from', 'to', 'subject', 'mime-version', 'dkim-signature']) {
      expect([name, names.filter((one) => one === name).length]).toEqual([name, 1]);
    }
  });

  test('keeps encoded words to 75 characters and says what was written', async () => {
    for (const [word] of headerOf(message()).matchAll(/=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=/g)) {
      expect(word.length).toBeLessThanOrEqual(75);
    }
    const subject = fieldsOf(message()).find((field) => field.name === 'subject')!.value;
    expect(decodeHeaderText(subject)).toBe(SUBJECT);
    const read = await readMessage(message());
    expect(read.subject).toBe(SUBJECT);
  });

  test('carries both forms of List-Unsubscribe under DKIM when it is bulk, and none when it is not', async () => {
    const fields = fieldsOf(message());
    const unsubscribe = fields.filter((field) => field.name.startsWith('list-unsubscribe'));
    if (rcptTo === 'reset@a.test') {
      expect(unsubscribe).toEqual([]);
      return;
    }
    expect(unsubscribe.map((field) => field.name).sort()).toEqual(['list-unsubscribe', 'list-unsubscribe-post']);
    const value = unsubscribe.find((field) => field.name === 'list-unsubscribe')!.value;
    expect(value).toMatch(/<https?:\/\/[^>\s]+>/);
    expect(value).toMatch(/<mailto:[^>\s]+>/);
    const signature = fields.find((field) => field.name === 'dkim-signature')!.value.replace(/\s/g, '');
    const signed = /;h=([^;]+)/.exec(signature)![1]!.toLowerCase().split(':');
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']) {
      expect(signed).toContain(name);
    }
    // Named once more than it occurs: nobody can add a second one under the signature.
    expect(signed.filter((name) => name === 'from').length).toBe(2);
  });
});

test('the name of a person is said in To as it was given, whatever it contains', () => {
  const to = fieldsOf(messageTo('template@a.test')).find((field) => field.name === 'to')!.value;
  expect(to).toMatch(/<template@a\.test>$/);
  expect(decodeHeaderText(to).replaceAll('\\', '')).toContain(NAME);
});
