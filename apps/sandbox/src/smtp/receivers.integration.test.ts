import { connect } from 'node:net';
import { openResolver } from '@hikyaku/dns';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLOSED, converse, deliver } from '../converse.ts';
import { openSandbox, type Personality, type Sandbox } from '../open-sandbox.ts';

const own: Personality[] = [
  {
    name: 'narrow',
    about: '',
    match: { domain: 'narrow.example' },
    ownAddress: true,
    limits: { connections: { most: 1, answer: '421 4.7.0 one at a time' } },
  },
  {
    name: 'brisk',
    about: '',
    match: { domain: 'brisk.example' },
    ownAddress: true,
    delays: { bannerMs: 20, commandMs: 5, dotMs: 10 },
  },
];

let sandbox: Sandbox;
const say = (...says: string[]) => converse(sandbox.ports.smtp, '127.0.0.1', says);
const send = (to: string, message?: string, host?: string) => deliver(sandbox.ports.smtp, to, message, host);
const read = async <T>(path: string): Promise<T> => (await fetch(`${sandbox.url}${path}`)).json() as Promise<T>;
const counts = () => read('/counts');
const addressOf = async (domain: string) => {
  const resolver = openResolver({ server: `127.0.0.1:${sandbox.ports.dns}` });
  const answer = await resolver.addresses(`mx.${domain}`);
  return answer.ok ? answer.addresses[0]! : '';
};

/** Sends all lines in one write; answers everything that was said until the server hung up. */
const pour = (lines: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let all = '';
    const socket = connect(sandbox.ports.smtp, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n`));
    socket.on('data', (chunk) => {
      all += chunk;
    });
    socket.on('close', () => resolve(all));
  });
const inOneBatch = (count: number, address: (n: number) => string) => {
  const recipients = Array.from({ length: count }, (_, n) => `RCPT TO:<${address(n)}>`);
  return pour(['EHLO me', 'MAIL FROM:<a@x>', ...recipients, 'QUIT']);
};

beforeAll(async () => {
  sandbox = await openSandbox({ personalities: own, retryScale: 0.000_1 });
});
afterAll(() => sandbox.close());
beforeEach(() => fetch(`${sandbox.url}/messages`, { method: 'DELETE' }));

describe('a receiver', () => {
  it('accepts, takes dots back and keeps the bytes as they were', async () => {
    const replies = await send('A@any.example', 'Message-ID: <1@x>\r\n\r\n..one\r\nbare\nLF');
    expect(replies[3]).toMatch(/^250 2\.0\.0 OK m\d+$/);
    const [kept] = await read<[{ raw_url: string }]>('/messages?to=A@any.example');
    expect(await (await fetch(kept.raw_url)).text()).toBe('Message-ID: <1@x>\r\n\r\n.one\r\nbare\nLF\r\n');
  });
  it('answers each command of a pipelined batch once and in order', async () => {
    const block = [
      'MAIL FROM:<a@x>',
      'RCPT TO:<unknown@y.example>',
      'RCPT TO:<b@y.example>',
      'DATA',
      '',
      'x',
      '.',
      'QUIT',
    ];
    const text = await pour(['EHLO me', ...block]);
    const codes = text
      .split('\r\n')
      .filter((line) => /^\d{3} /.test(line))
      .map((line) => line.slice(0, 3));
    expect(codes).toEqual(['220', '250', '250', '550', '250', '354', '250', '221']);
  });
  it('refuses commands out of order, unknown ones, bad addresses and a bare LF', async () => {
    expect((await say('MAIL FROM:<a@x>'))[1]).toMatch(/^503/);
    const replies = await say(
      'HELO me',
      'RCPT TO:<a@x>',
      'NONSENSE',
      'MAIL FROM:a',
      'MAIL FROM:<>',
      'DATA',
      'RCPT TO:<a>',
    );
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['220', '250', '503', '500', '501', '250', '554', '501']);
    expect((await say('EHLO me', 'MAIL FROM:<a@x>\nRCPT TO:<b@y>'))[2]).toMatch(/^500/);
    expect((await say('EHLO me', 'MAIL FROM:<a@x> SIZE=99999999'))[2]).toMatch(/^552/);
    expect((await say('x'.repeat(5_000)))[1]).toMatch(/^421/);
  });
  it('takes mail over TLS, and offers STARTTLS only before', async () => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: sandbox.ports.smtp,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    await transport.sendMail({ from: 'a@x.test', to: 'tls@any.example', text: '日本語', messageId: '<tls@x>' });
    transport.close();
    expect(await counts()).toMatchObject({ accepted: 1 });
  });
  it('forgets what was said before the handshake', async () => {
    const [, , answer] = await say('EHLO me', 'STARTTLS\r\nMAIL FROM:<forged@x>');
    expect(answer).toBe('220 2.0.0 Go ahead');
    expect(await counts()).toMatchObject({ accepted: 0 });
  });
});

describe('each personality answers what its data say', () => {
  it.each([
    ['unknown1@any.example', '550 5.1.1'],
    ['full1@any.example', '452 4.2.2'],
    ['block1@any.example', '554 5.7.1'],
    ['a@full.example', '452 4.2.2'],
    ['a@nomx.example', '556 5.1.10'],
    ['a@down.example', '421 4.4.1'],
  ])('%s: %s at RCPT', async (to, answer) => {
    expect((await send(to))[1]).toMatch(new RegExp(`^${answer}`));
    expect(await counts()).toMatchObject({ accepted: 0 });
  });
  it('quota*@full.example: 552 5.2.2 after the message', async () => {
    expect((await send('quota@full.example'))[3]).toMatch(/^552 5\.2\.2/);
  });
  it('defer2*: 451 twice, then 250', async () => {
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push((await send('defer2a@any.example'))[1]!.slice(0, 3));
    expect(answers).toEqual(['451', '451', '250']);
  });
  it('greylist.example and yahoo.example: 4xx first, 250 after the delay', async () => {
    for (const [to, first] of [
      ['a@greylist.example', '451 4.7.1'],
      ['a@yahoo.example', '421 4.7.0 [TSS04]'],
    ] as const) {
      expect((await send(to))[1]).toContain(first);
      await new Promise((done) => setTimeout(done, 200));
      expect((await send(to))[1]).toMatch(/^250/);
    }
  });
  it('gmail.example: 421 4.7.28 above its rate, counted as a violation', async () => {
    expect(await inOneBatch(60, (n) => `p${n}@gmail.example`)).toMatch(/421 4\.7\.28.*\r\n$/);
    expect(await counts()).toMatchObject({ violations: 1 });
  });
  it('docomo.example: 452 at the 101st RCPT of a session, 421 after many unknown users', async () => {
    expect(await inOneBatch(101, (n) => `p${n}@docomo.example`)).toMatch(/452 4\.5\.3 .*\r\n221.*\r\n$/);
    expect(await inOneBatch(200, (n) => `unknown${n}@docomo.example`)).toMatch(/421 4\.7\.1.*\r\n$/);
  });
  it.each([
    ['dropmail@drop.example', 0, 1],
    ['droprcpt@drop.example', 0, 1],
    ['dropbody@drop.example', 0, 3],
    ['a@drop.example', 0, 2],
    ['droplost@drop.example', 0, 3],
    ['dropdot@drop.example', 1, 3],
  ])('%s: cut, with %i accepted', async (to, accepted, phase) => {
    const replies = await send(to);
    expect(replies.indexOf(CLOSED)).toBe(phase);
    expect(await counts()).toMatchObject({ accepted });
  });
  it('dropmail*: not even MAIL is answered when it came in one batch', async () => {
    const replies = await say('EHLO me', 'MAIL FROM:<a@x>\r\nRCPT TO:<dropmail@drop.example>');
    expect(replies[2]).toBe(CLOSED);
  });
});

describe('a personality that acts before RCPT has an address of its own', () => {
  it('limits connections at the greeting, and lets the next in when one has gone', async () => {
    const host = await addressOf('narrow.example');
    expect(host).toMatch(sandbox.hasOwnAddresses ? /^127\.10\./ : /^127\.0\.0\.1$/);
    const first = connect(sandbox.ports.smtp, host);
    await new Promise((done) => first.once('data', done));
    if (sandbox.hasOwnAddresses) {
      expect(await converse(sandbox.ports.smtp, host, ['EHLO me'])).toEqual(['421 4.7.0 one at a time', CLOSED]);
    }
    first.destroy();
    await new Promise((done) => first.once('close', done));
    await expect.poll(async () => (await send('a@narrow.example', undefined, host))[3]).toMatch(/^250/);
  });
  it('counts its connections at RCPT when it is reached at the common address', async () => {
    const socket = connect(sandbox.ports.smtp, '127.0.0.1');
    socket.write('EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<a@narrow.example>\r\n');
    await new Promise<void>((done) => socket.on('data', (chunk) => String(chunk).includes('250 2.1.5') && done()));
    expect((await send('b@narrow.example')).slice(1)).toEqual(['421 4.7.0 one at a time', CLOSED]);
    socket.destroy();
  });
  it('slow: greets and answers late, and accepts', async () => {
    const host = await addressOf('brisk.example');
    expect((await send('a@brisk.example', undefined, host))[3]).toMatch(/^250/);
  });
  it('tls-broken: speaks no TLS after 220, takes mail in clear', async () => {
    const host = await addressOf('tls-broken.example');
    const broken = createTransport({ host, port: sandbox.ports.smtp, tls: { rejectUnauthorized: false } });
    if (sandbox.hasOwnAddresses) {
      await expect(broken.sendMail({ from: 'a@x.test', to: 'a@tls-broken.example', text: 'x' })).rejects.toThrow();
    }
    broken.close();
    expect((await send('a@tls-broken.example', undefined, host))[3]).toMatch(/^250/);
  });
  it('down: has an address at which nobody listens', async () => {
    const host = await addressOf('down.example');
    if (sandbox.hasOwnAddresses) await expect(send('a@down.example', undefined, host)).rejects.toThrow('ECONNREFUSED');
  });
});
