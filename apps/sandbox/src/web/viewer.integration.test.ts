import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../converse.ts';
import { openSandbox, type Sandbox } from '../open-sandbox.ts';

let sandbox: Sandbox;
const get = (path: string) => fetch(`${sandbox.url}${path}`);
const read = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;
type Row = { id: string; raw_url: string };
const send = (to: string, message: string) => deliver(sandbox.ports.smtp, to, message);
const HTML = [
  'Message-ID: <h@x>',
  'Subject: =?utf-8?B?44GT44KT44Gr44Gh44Gv?= <b>',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hello</p><script>alert(1)</script>',
].join('\r\n');

beforeAll(async () => {
  sandbox = await openSandbox({ keep: { mostMessages: 3 } });
});
afterAll(() => sandbox.close());

describe('the web port', () => {
  it('lists, counts and empties what was accepted', async () => {
    await send('a@one.example', 'Message-ID: <1@x>\r\n\r\nx');
    await send('a@one.example', 'Message-ID: <1@x>\r\n\r\nx');
    await send('b@two.example', 'Message-ID: <1@x>\r\n\r\nx');
    expect(await (await get('/counts')).json()).toEqual({
      accepted: 3,
      duplicates: 1,
      violations: 0,
      by_domain: { 'one.example': 2, 'two.example': 1 },
    });
    const list = await read<[Row]>('/messages?to=a@one.example&limit=1');
    expect(list).toEqual([
      {
        id: 'm2',
        mail_from: 'b@sender.test',
        rcpt_to: 'a@one.example',
        message_id: '<1@x>',
        received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        raw_url: `${sandbox.url}/messages/m2/raw`,
      },
    ]);
    expect(await (await fetch(list[0].raw_url)).text()).toBe('Message-ID: <1@x>\r\n\r\nx\r\n');
    expect((await fetch(`${sandbox.url}/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await (await get('/messages')).json()).toEqual([]);
    expect(await read('/counts')).toMatchObject({ accepted: 0 });
  });
  it('never serves HTML of a mail but in a frame without scripts', async () => {
    await send('a@html.example', HTML);
    const [{ id }] = await read<[Row]>('/messages');
    const page = await (await get(`/view/${id}`)).text();
    expect(page).toContain(`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/view/${id}/html"`);
    expect(page).toContain('こんにちは');
    expect(page).not.toContain('<script>');
    const framed = await get(`/view/${id}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(
      /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/,
    );
    expect((await get(`/messages/${id}/raw`)).headers.get('content-type')).toMatch(/^text\/plain/);
    expect((await get('/')).headers.get('content-security-policy')).toContain("default-src 'none'");
  });
  it('escapes what strangers wrote', async () => {
    await send('"<img>"@html.example', 'Message-ID: <script>@x\r\n\r\nx');
    const page = await (await get('/')).text();
    expect(page).not.toContain('<img>');
    expect(page).not.toContain('<script>');
  });
  it('serves the table of personalities with their shaping', async () => {
    const table = await read<{ name: string }[]>('/personalities');
    expect(table.find((one) => one.name === 'gmail')).toMatchObject({
      match: { domain: 'gmail.example' },
      shaping: { connections: 5, perConnection: 50, perSecond: 20 },
    });
  });
  it('is not read under a name that somebody else pointed here', async () => {
    const status = await new Promise((resolve) => {
      request(`${sandbox.url}/messages`, { headers: { host: 'rebound.test' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
  it('answers health, and 4xx to what it does not know', async () => {
    expect((await get('/healthz')).status).toBe(200);
    for (const path of ['/nothing', '/view/m999', '/messages/m999/raw', '/messages/x/raw', '/zones/none.test']) {
      expect((await get(path)).status).toBe(404);
    }
    for (const limit of ['0', '1001', 'x']) expect((await get(`/messages?limit=${limit}`)).status).toBe(400);
  });
});

describe('openSandbox', () => {
  it('refuses a host that is not loopback, and a port in use by its number', async () => {
    await expect(openSandbox({ host: '0.0.0.0' })).rejects.toThrow('refuses to run on 0.0.0.0');
    await expect(openSandbox({ ports: { web: sandbox.ports.web } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
