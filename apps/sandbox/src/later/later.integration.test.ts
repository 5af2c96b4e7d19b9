import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../converse.ts';
import { openSandbox, type Sandbox } from '../open-sandbox.ts';
import { formatDsn } from './format-reports.ts';
import { postUnsubscribe, readOneClick } from './unsubscribe.ts';

type Kept = { mail_from: string; raw_url: string };

/** Another sandbox stands where the MDA would: it keeps whatever is handed in. */
let mda: Sandbox;
let sandbox: Sandbox;
let web: Server;
const posted: { url: string; type: string | undefined; body: string }[] = [];

beforeAll(async () => {
  mda = await openSandbox();
  sandbox = await openSandbox({ mda: { host: '127.0.0.1', port: mda.ports.smtp }, lateAfterMs: 1 });
  web = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posted.push({ url: `${request.method} ${request.url}`, type: request.headers['content-type'], body });
    response.writeHead(posted.length === 1 ? 503 : 200).end();
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await sandbox.close();
  await mda.close();
  await new Promise((done) => web.close(done));
});

const HEADERS = 'From: "News" <news@shop.test>\r\nSubject: =?utf-8?B?44GT44KT?=\r\nMessage-ID: <o@shop.test>\r\n';
const send = (to: string, extra = '') =>
  deliver(sandbox.ports.smtp, to, `${HEADERS}${extra}\r\nbody`, undefined, `b+${to.split('@')[0]}@bounces.test`);
const arrived = async (to: string): Promise<Kept & { text: string }> => {
  const url = `${mda.url}/messages?to=${encodeURIComponent(to)}`;
  const list = async () => (await (await fetch(url)).json()) as Kept[];
  await expect.poll(async () => (await list()).length, { timeout: 5_000 }).toBeGreaterThan(0);
  const [kept] = await list();
  return { ...kept!, text: await (await fetch(kept!.raw_url)).text() };
};

describe('what comes back after the 250', () => {
  it('late-bounce.example: a DSN with 5.1.1 from the null sender to the return-path', async () => {
    await send('gone@late-bounce.example');
    const kept = await arrived('b+gone@bounces.test');
    expect(kept.mail_from).toBe('');
    expect(kept.text).toContain('Final-Recipient: rfc822; gone@late-bounce.example');
  });
  it('late-bounce.example: the report names recipient, status and the original headers', async () => {
    const received = {
      mailFrom: 'b@x.test',
      rcptTo: '田中@late-bounce.example',
      raw: Buffer.from(`${HEADERS}\r\nbody`),
      receivedAt: new Date(0),
    };
    const dsn = formatDsn(received)!;
    const text = dsn.raw.toString('utf8');
    expect(text).toContain('multipart/report; report-type=delivery-status');
    expect(text).toContain('Final-Recipient: rfc822; 田中@late-bounce.example');
    expect(text).toContain('Status: 5.1.1');
    expect(text).toContain('Message-ID: <o@shop.test>');
    expect(formatDsn({ ...received, mailFrom: '' })).toBeUndefined();
  });
  it('complain.example: an ARF report to the return-path', async () => {
    await send('cross@complain.example');
    const { text } = await arrived('b+cross@bounces.test');
    expect(text).toContain('Feedback-Type: abuse');
    expect(text).toContain('Original-Rcpt-To: <cross@complain.example>');
    expect(text).toContain('Message-ID: <o@shop.test>');
  });
  it('reply.example: a person answers to Reply-To', async () => {
    await send('person@reply.example', 'Reply-To: Help <help@shop.test>\r\n');
    const kept = await arrived('help@shop.test');
    expect(kept.mail_from).toBe('person@reply.example');
    const mail = await PostalMime.parse(kept.text);
    expect(mail.subject).toBe('Re: こん');
    expect(mail.inReplyTo).toBe('<o@shop.test>');
    expect(mail.from?.address).toBe('person@reply.example');
  });
  it('unsubscribe.example: a one-click POST, tried again after a 503', async () => {
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/u/token`;
    const link = `List-Unsubscribe: <mailto:u@x.test>,\r\n <${url}>\r\n`;
    await send('tired@unsubscribe.example', `${link}List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`);
    await expect.poll(() => posted.length, { timeout: 5_000 }).toBe(2);
    expect(posted[1]).toEqual({
      url: 'POST /u/token',
      type: 'application/x-www-form-urlencoded',
      body: 'List-Unsubscribe=One-Click',
    });
  });
  it('never posts to another machine, nor without the one-click header', async () => {
    expect(await postUnsubscribe(new URL('http://192.0.2.1/u'), undefined)).toEqual({ ok: false });
    expect(readOneClick(Buffer.from('List-Unsubscribe: <http://127.0.0.1/u>\r\n\r\n'))).toBeUndefined();
  });
});
