import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tracker, TrackingRequest } from '@hikyaku/ingress';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveTracking } from './serve-tracking.ts';

const server = createServer((request, response) => response.end(`page ${request.url}`));
const asked: TrackingRequest[] = [];
const tracker: Tracker = {
  async answer(request) {
    asked.push(request);
    if (request.token === 'picture') return { kind: 'picture' };
    if (request.token === 'link') return { kind: 'redirect', url: 'https://shop.example/?a=%E5%B1%B1' };
    return { kind: request.token === 'away' ? 'away' : 'unknown' };
  },
  close: async () => {},
};
let origin: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  serveTracking(tracker, port);
});
afterAll(() => new Promise((done) => server.close(done)));

const fetchIt = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });

test('a tracking link is answered before the pages, and they get all the rest', async () => {
  const link = await fetchIt('/t/link?utm=1&u=abc', { headers: { 'user-agent': 'x' } });
  expect([link.status, link.headers.get('location'), link.headers.get('cache-control')]).toEqual([
    302,
    'https://shop.example/?a=%E5%B1%B1',
    'no-store, max-age=0',
  ]);
  expect(asked.at(-1)).toMatchObject({ method: 'GET', token: 'link', target: 'abc', headers: { 'user-agent': 'x' } });
  expect(await (await fetchIt('/tx')).text()).toBe('page /tx');
});

test('the picture is a picture, and nobody keeps it', async () => {
  const picture = await fetchIt('/t/picture');
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/gif']);
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
});

test('what is no link of ours leads nowhere, whatever host the request names', async () => {
  const page = await fetchIt('/t/nonsense?u=https%3A%2F%2Fevil.example', {
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'accept-language': 'ja' },
  });
  expect([page.status, page.headers.get('location')]).toEqual([404, null]);
  const html = await page.text();
  expect(html).toContain('リンクが見つかりません');
  expect(html).not.toContain('evil');
});

test('HEAD gets the same without a body; another method is refused; away is said with when to come again', async () => {
  const head = await fetchIt('/t/link', { method: 'HEAD' });
  expect([head.status, asked.at(-1)?.method]).toEqual([302, 'HEAD']);
  const post = await fetchIt('/t/link', { method: 'POST' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  const away = await fetchIt('/t/away');
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
});
