import { openRawClient } from '@hikyaku/smtp/testing';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';
import { openSession } from './testing/open-sessions.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const RAW = [
  'From: =?UTF-8?B?6Z2S56m6?= <news@aozora.test>',
  'To: Taro <Taro@one.example>,',
  '\tHanako <hanako@two.example>',
  'bcc: secret@three.example,',
  ' other@three.example',
  'Subject: =?UTF-8?B?44GT44KT44Gr44Gh44Gv?=',
  'X-HIKYAKU-Stream: bulk',
  'X-Hikyaku-Tag: season=winter',
  'X-Hikyaku-Tag: team = sales',
  'Message-ID: <own@aozora.test>',
  'Date: Tue, 24 Nov 2026 12:00:00 +0900',
  'X-Odd:  two  blanks  ',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'おはようございます',
  '.',
  '..two dots',
  'trailing blanks   ',
  '',
  '',
].join('\r\n');

const mailProgram = (options: { secure: boolean }) => {
  const { username: user, password: pass } = rig.login;
  return createTransport({
    host: '127.0.0.1',
    port: options.secure ? rig.msa.tlsPort : rig.msa.port,
    secure: options.secure,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user, pass },
  });
};

const envelope = (...to: string[]) => ({ from: 'bounce@aozora.test', to });

test('a mail program submits over STARTTLS; the bytes stay below Received, what speaks to us is taken out', async () => {
  const to = ['Taro@one.example', 'hanako@two.example', 'secret@three.example', 'other@three.example'];
  const sent = await mailProgram({ secure: false }).sendMail({ envelope: envelope(...to), raw: RAW });
  expect(sent.response).toMatch(/^250 2\.0\.0 Ok: queued as msg_[0-9a-z]{12}$/);
  const [message] = await rig.messages();
  expect(message).toMatchObject({
    recipients: to,
    stream: 1,
    subject: 'こんにちは',
    tags: { season: 'winter', team: 'sales' },
  });
  const raw = message!.raw.toString();
  const below = raw.indexOf('From: ');
  expect(raw.slice(0, below).replaceAll('\r\n ', ' ')).toMatch(
    /^Received: from \S+ by hikyaku\.test with ESMTPSA id \w+; \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\r\n$/,
  );
  const kept = RAW.replace(/^(bcc|X-HIKYAKU-Stream|X-Hikyaku-Tag):.*\r\n([ \t].*\r\n)*/gim, '');
  expect(raw.slice(below)).toBe(kept);
  expect(rig.woken.map((site) => site.stream)).toEqual([1, 1, 1]);
});

test('a mail program submits over TLS from the first byte, and what it leaves out is added', async () => {
  const sent = await mailProgram({ secure: true }).sendMail({
    envelope: envelope('a@four.example'),
    raw: 'From: news@aozora.test\r\nSubject: x\r\n\r\nhello\r\n',
  });
  expect(sent.response).toContain('250 2.0.0');
  const message = (await rig.messages()).at(-1)!;
  const raw = message.raw.toString();
  expect(raw).toMatch(/^Date: /m);
  expect(raw).toMatch(/^Message-ID: <hk\.[0-9a-f]{24}@aozora\.test>\r\n/m);
  expect(raw.endsWith('From: news@aozora.test\r\nSubject: x\r\n\r\nhello\r\n')).toBe(true);
  expect(message.stream).toBe(0);
});

test('an address keeps its spelling and its A-label', async () => {
  const to = ['Very.Common@docomo.example', 'x@xn--eckwd4c7c.example'];
  await mailProgram({ secure: false }).sendMail({ envelope: envelope(...to), raw: RAW });
  expect((await rig.messages()).at(-1)!.recipients).toEqual(to);
});

test('the same Idempotency-Key and bytes give the first id; other bytes or recipients are refused', async () => {
  const send = (body: string, to = 'a@five.example') =>
    mailProgram({ secure: false }).sendMail({
      envelope: envelope(to),
      raw: `From: news@aozora.test\r\nIdempotency-Key: order-1\r\nDate: Tue, 24 Nov 2026 12:00:00 +0900\r\n\r\n${body}\r\n`,
    });
  const before = (await rig.messages()).length;
  const [first, second] = await Promise.all([send('one'), send('one')]);
  const third = await send('one');
  expect(second.response).toBe(first.response);
  expect(third.response).toBe(first.response);
  expect((await rig.messages()).length).toBe(before + 1);
  await expect(send('two')).rejects.toMatchObject({
    responseCode: 554,
    response: expect.stringMatching(/^554 5\.7\.0/),
  });
  await expect(send('one', 'b@five.example')).rejects.toMatchObject({ responseCode: 554 });
  expect((await rig.messages()).length).toBe(before + 1);
  expect((await rig.messages()).at(-1)!.raw.toString()).not.toContain('Idempotency-Key');
});

test('a key whose first submission was refused is free again', async () => {
  const send = (to: string) =>
    mailProgram({ secure: false }).sendMail({
      envelope: envelope(to),
      raw: `From: news@aozora.test\r\nIdempotency-Key: order-2\r\n\r\nx\r\n`,
    });
  await rig.owner.query('UPDATE tenants SET daily_quota = 0 WHERE id = $1', [rig.scope.tenantId]);
  await expect(send('a@six.example')).rejects.toMatchObject({ response: expect.stringMatching(/^452 4\.7\.1 /) });
  await rig.owner.query('UPDATE tenants SET daily_quota = NULL WHERE id = $1', [rig.scope.tenantId]);
  expect((await send('a@six.example')).response).toContain('250 2.0.0');
});

test('what a submitter asks to be told is kept: of failures by default, of nothing under NEVER or the null sender', async () => {
  const { username, password } = rig.login;
  const client = await openSession(rig.msa.port, { username, password });
  const begin = async (...lines: string[]) => {
    for (const line of [...lines, 'DATA']) expect(await client.say(line)).toMatch(/^[23]50|^354/);
    expect(await client.say('From: a@aozora.test\r\n\r\nx\r\n.')).toMatch(/^250/);
    return rig.owner.query(
      `SELECT m.mail_from, m.dsn_full, m.dsn_envid, r.notify, r.orcpt FROM messages m JOIN recipients r ON r.message_id = m.id
       WHERE m.id = (SELECT max(id) FROM messages) ORDER BY r.id`,
    );
  };
  const asked = { mail_from: 'b@aozora.test', dsn_full: true, dsn_envid: 'QQ314159' };
  expect(
    await begin(
      'MAIL FROM:<b@aozora.test> RET=FULL ENVID=QQ314159',
      'RCPT TO:<a@seven.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Alice+40seven.example',
      'RCPT TO:<b@seven.example> NOTIFY=NEVER',
      'RCPT TO:<c@seven.example>',
    ),
  ).toEqual([
    { ...asked, notify: 5, orcpt: 'rfc822;Alice@seven.example' },
    { ...asked, notify: 0, orcpt: null },
    { ...asked, notify: 2, orcpt: null },
  ]);
  expect(await begin('MAIL FROM:<>', 'RCPT TO:<a@seven.example> NOTIFY=FAILURE')).toEqual([
    { mail_from: null, dsn_full: false, dsn_envid: null, notify: null, orcpt: null },
  ]);
  client.close();
});

test('REQUIRETLS is offered over TLS alone, and kept with what else the next host is to be told', async () => {
  const { username, password } = rig.login;
  const client = await openRawClient(rig.msa.port);
  expect(await client.say('EHLO program.test')).not.toContain('REQUIRETLS');
  expect(await client.say('STARTTLS')).toMatch(/^220/);
  await client.startTls();
  expect(await client.say('EHLO program.test')).toContain('REQUIRETLS');
  await client.say(`AUTH PLAIN ${Buffer.from(`\0${username}\0${password}`).toString('base64')}`);
  for (const line of ['MAIL FROM:<b@aozora.test> REQUIRETLS ENVID=7', 'RCPT TO:<a@eight.example>', 'DATA']) {
    expect(await client.say(line)).toMatch(/^[23]5/);
  }
  expect(await client.say('From: a@aozora.test\r\n\r\nx\r\n.')).toMatch(/^250/);
  client.close();
  const [content] = await rig.owner.query(
    'SELECT require_tls, dsn_full, dsn_envid FROM contents WHERE id = (SELECT content_id FROM messages ORDER BY id DESC LIMIT 1)',
  );
  expect(content).toEqual({ require_tls: true, dsn_full: false, dsn_envid: '7' });
});
