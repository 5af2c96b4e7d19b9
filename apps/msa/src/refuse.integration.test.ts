import { openRawClient, type RawClient } from '@hikyaku/smtp/testing';
import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
let client: RawClient;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(async () => {
  client = await openRawClient(rig.msa.port);
});
afterEach(() => client.close());
afterAll(() => rig.close());

const plain = (user: string, password: string) => Buffer.from(`\0${user}\0${password}`).toString('base64');

async function logIn(): Promise<void> {
  await client.say('EHLO program.test');
  expect(await client.say(`AUTH PLAIN ${plain(rig.login.username, rig.login.password)}`)).toBe(
    '235 2.7.0 Authentication successful',
  );
}

async function begin(from = 'a@aozora.test'): Promise<void> {
  await logIn();
  expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250 2\.1\.0/);
  expect(await client.say('RCPT TO:<b@one.example>')).toMatch(/^250 2\.1\.5/);
}

/** Submits these lines of a message and returns the reply to its end. */
async function submit(...lines: string[]): Promise<string> {
  await begin();
  expect(await client.say('DATA')).toMatch(/^354/);
  return client.say([...lines, '.'].join('\r\n'));
}

const FROM = 'From: a@aozora.test';

test('what the server can do is announced', async () => {
  const said = await client.say('EHLO program.test');
  for (const word of [
    'PIPELINING',
    '8BITMIME',
    'SMTPUTF8',
    'ENHANCEDSTATUSCODES',
    'DSN',
    'STARTTLS',
    'AUTH PLAIN LOGIN',
    `SIZE ${25 * 1024 * 1024}`,
  ]) {
    expect(said).toContain(word);
  }
});

test('nothing goes without AUTH: this is no relay', async () => {
  await client.say('EHLO program.test');
  expect(await client.say('MAIL FROM:<a@aozora.test>')).toBe('530 5.7.0 authentication is required');
  expect(await client.say('RCPT TO:<b@one.example>')).toMatch(/^530 5\.7\.0/);
  expect(await client.say('DATA')).toMatch(/^530 5\.7\.0/);
});

test('a wrong password fails at AUTH, in both forms, and after five the session ends', async () => {
  await client.say('EHLO program.test');
  expect(await client.say(`AUTH PLAIN ${plain('smtp_0000000000000000', 'x')}`)).toMatch(/^535 5\.7\.8 /);
  expect(await client.say('AUTH LOGIN')).toMatch(/^334/);
  expect(await client.say(Buffer.from(rig.login.username).toString('base64'))).toMatch(/^334/);
  expect(await client.say(Buffer.from('wrong').toString('base64'))).toMatch(/^535 5\.7\.8 /);
  for (const name of ['x1', 'x2']) expect(await client.say(`AUTH PLAIN ${plain(name, 'x')}`)).toMatch(/^535/);
  expect(await client.say(`AUTH PLAIN ${plain('x3', 'x')}`)).toMatch(/^421 4\.7\.0/);
});

test('a login that is taken back sends no more', async () => {
  await logIn();
  await rig.owner.query('UPDATE api_keys SET revoked_at = now() WHERE id = $1', [rig.login.id]);
  const other = await openRawClient(rig.msa.port);
  await other.say('EHLO program.test');
  expect(await other.say(`AUTH PLAIN ${plain(rig.login.username, rig.login.password)}`)).toMatch(/^535/);
  other.close();
  await rig.owner.query('UPDATE api_keys SET revoked_at = NULL WHERE id = $1', [rig.login.id]);
});

test('MAIL FROM outside the verified domains is refused; the null sender is not', async () => {
  await logIn();
  expect(await client.say('MAIL FROM:<a@elsewhere.example>')).toMatch(/^550 5\.7\.1 /);
  expect(await client.say('MAIL FROM:<not an address>')).toMatch(/^501 5\.1\.7 /);
  expect(await client.say('MAIL FROM:<>')).toMatch(/^250 2\.1\.0/);
});

test('From outside the verified domains is refused, under the null sender too', async () => {
  expect(await submit('From: a@elsewhere.example', '', 'x')).toMatch(/^550 5\.7\.1 /);
  expect(await client.say('MAIL FROM:<>')).toMatch(/^250/);
  await client.say('RCPT TO:<b@one.example>');
  await client.say('DATA');
  expect(await client.say('From: a@elsewhere.example\r\n\r\nx\r\n.')).toMatch(/^550 5\.7\.1 /);
});

test.each([
  ['no From', ['Subject: x']],
  ['two From fields', [FROM, 'From: b@aozora.test']],
  ['two addresses in From', ['From: a@aozora.test, b@aozora.test']],
  ['an address in the name of From', ['From: president@bank.example, X <a@aozora.test>']],
  ['a stream that does not exist', [FROM, 'X-Hikyaku-Stream: fast']],
  ['a tag without a value', [FROM, 'X-Hikyaku-Tag: winter']],
  ['an endless key', [FROM, `Idempotency-Key: ${'k'.repeat(257)}`]],
  ['a line that is no field', [FROM, 'hello there', 'Subject: x']],
  ['a NUL in the header', [FROM, 'Subject: a\0b']],
  ['more fields than are read', [FROM, ...Array.from({ length: 1_000 }, (_, at) => `X-${at}: y`)]],
])('a header with %s is refused', async (_name, header) => {
  expect(await submit(...header, '', 'x')).toMatch(/^550 5\.6\.0 /);
});

test('a recipient that is no address is refused by its form', async () => {
  await logIn();
  await client.say('MAIL FROM:<a@aozora.test>');
  expect(await client.say('RCPT TO:<nobody>')).toMatch(/^501 5\.1\.3 /);
  expect(await client.say('RCPT TO:<a@b@c.example>')).toMatch(/^501 5\.1\.3 /);
  expect(await client.say('RCPT TO:<a@localhost>')).toMatch(/^501 5\.1\.3 /);
  expect(await client.say('RCPT TO:<>')).toMatch(/^501 5\.1\.3 /);
  expect(await client.say(`RCPT TO:<${Buffer.from('山田').toString('latin1')}@one.example>`)).toMatch(
    /^501|^553 5\.6\.7/,
  );
  expect(await client.say('RCPT TO:<Yamada..Taro.@docomo.example>')).toMatch(/^250 2\.1\.5/);
});

test('the 1,001st recipient is refused, and the thousand are kept', async () => {
  await logIn();
  await client.say('MAIL FROM:<a@aozora.test>');
  client.write(Array.from({ length: 1_001 }, (_, at) => `RCPT TO:<p${at}@one.example>\r\n`).join(''));
  for (let at = 0; at < 1_000; at++) expect(await client.read()).toMatch(/^250/);
  expect(await client.read()).toMatch(/^452 4\.5\.3 /);
  await client.say('DATA');
  expect(await client.say(`${FROM}\r\n\r\nx\r\n.`)).toMatch(/^250 2\.0\.0 /);
  expect((await rig.messages()).at(-1)!.recipients).toHaveLength(1_000);
});

test('a message over 25 MB is refused, announced or not', async () => {
  await logIn();
  expect(await client.say(`MAIL FROM:<a@aozora.test> SIZE=${25 * 1024 * 1024 + 1}`)).toMatch(/^552 5\.3\.4 /);
  await client.say('MAIL FROM:<a@aozora.test>');
  await client.say('RCPT TO:<b@one.example>');
  await client.say('DATA');
  const line = `${'x'.repeat(998)}\r\n`;
  client.write(`${FROM}\r\n\r\n`);
  for (let mb = 0; mb < 26; mb++) client.write(line.repeat(1_050));
  expect(await client.say('.')).toMatch(/^552 5\.3\.4 /);
});

test('a tenant on hold sends nothing', async () => {
  await rig.owner.query("UPDATE tenants SET status = 'held' WHERE id = $1", [rig.scope.tenantId]);
  expect(await submit(FROM, '', 'x')).toMatch(/^550 5\.7\.1 /);
  await rig.owner.query("UPDATE tenants SET status = 'active' WHERE id = $1", [rig.scope.tenantId]);
});

const smuggled =
  'MAIL FROM:<a@aozora.test>\r\nRCPT TO:<victim@two.example>\r\nDATA\r\nFrom: a@aozora.test\r\n\r\nsmuggled';

test.each(['\n.\n', '\r.\r', '\n.\r\n', '\r\n.\n', '\r.\r\n', '\r\n.\r', '\n.\r', '\r.\n', '\r\n\0.\r\n'])(
  'only CRLF.CRLF ends a message: %j smuggles nothing',
  async (end) => {
    const before = (await rig.messages()).length;
    await begin();
    await client.say('DATA');
    client.write(`${FROM}\r\n\r\nfirst${end}${smuggled}\r\n.\r\n`);
    // One reply for one message; with a NUL before the dot it is a message like any other.
    const [reply, kept] = end.includes('\0') ? [/^250 2\.0\.0/, 1] : [/^550 5\.6\.0 /, 0];
    expect(await client.read()).toMatch(reply);
    expect(await client.say('NOOP')).toMatch(/^250/);
    const messages = await rig.messages();
    expect(messages.length).toBe(before + kept);
    expect(messages.flatMap((message) => message.recipients)).not.toContain('victim@two.example');
  },
);

test('a command line with a bare LF ends the session', async () => {
  client.write('EHLO program.test\n');
  expect(await client.read()).toMatch(/^500 5\.5\.2 /);
  await expect(client.read()).rejects.toThrow('closed');
});

test('what is sent in clear behind STARTTLS is not heard after it', async () => {
  await client.say('EHLO program.test');
  client.write('STARTTLS\r\nNOOP\r\nQUIT\r\n');
  expect(await client.read()).toMatch(/^220/);
  await client.startTls();
  expect(await client.say('EHLO program.test')).toContain('PIPELINING');
});

test('outside of the sandbox AUTH is neither announced nor taken in clear', async () => {
  const outside = await openRig({ HIKYAKU_SANDBOX: 'off' });
  try {
    const bare = await openRawClient(outside.msa.port);
    expect(await bare.say('EHLO program.test')).not.toContain('AUTH');
    expect(await bare.say(`AUTH PLAIN ${plain(outside.login.username, outside.login.password)}`)).toMatch(/^538 /);
    await bare.say('STARTTLS');
    await bare.startTls();
    expect(await bare.say('EHLO program.test')).toContain('AUTH PLAIN LOGIN');
    expect(await bare.say(`AUTH PLAIN ${plain(outside.login.username, outside.login.password)}`)).toMatch(/^235 /);
    bare.close();
  } finally {
    await outside.close();
  }
});

test('nothing is accepted while the database is away', async () => {
  await begin();
  await client.say('DATA');
  await rig.owner.query('ALTER TABLE contents RENAME TO contents_away');
  expect(await client.say(`${FROM}\r\n\r\nx\r\n.`)).toMatch(/^451 4\.3\.0 /);
  await rig.owner.query('ALTER TABLE contents_away RENAME TO contents');
  expect(await client.say('MAIL FROM:<a@aozora.test>')).toMatch(/^250/);
});

test('a session that is open when the server closes hears 421', async () => {
  const closing = await openRig();
  const waiting = await openRawClient(closing.msa.port);
  await waiting.say('EHLO program.test');
  const heard = waiting.read();
  await closing.close();
  expect(await heard).toMatch(/^421 4\.3\.2 /);
});

test('the verified domain of another tenant is as foreign as any', async () => {
  const other = await rig.addTenant('other.test');
  await logIn();
  expect(await client.say('MAIL FROM:<a@other.test>')).toMatch(/^550 5\.7\.1 /);
  client.close();
  client = await openRawClient(rig.msa.port);
  await client.say('EHLO program.test');
  await client.say(`AUTH PLAIN ${plain(other.login.username, other.login.password)}`);
  expect(await client.say('MAIL FROM:<a@other.test>')).toMatch(/^250 /);
});

test('a mail program with a wrong password is told so', async () => {
  const transport = createTransport({
    host: '127.0.0.1',
    port: rig.msa.tlsPort,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: rig.login.username, pass: 'wrong' },
  });
  await expect(transport.sendMail({ from: 'a@aozora.test', to: 'b@one.example', text: 'x' })).rejects.toMatchObject({
    code: 'EAUTH',
    responseCode: 535,
  });
});
