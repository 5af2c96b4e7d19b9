import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mendRequests } from './mend-requests.ts';

const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
let port: number;

beforeAll(async () => {
  mendRequests();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));

const say = (words: string) =>
  new Promise<string>((done, fail) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(words));
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('close', () => done(heard));
    socket.on('error', fail);
  });

const ask = (line: string, more = '') => say(`${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${more}\r\n`);

test('a path that cannot be decoded and a method that nobody knows reach the pages as something they answer', async () => {
  expect(await ask('GET /%zz')).toContain('GET /%25zz');
  expect(await ask('TRACE /a')).toContain('PUT /a');
  expect(await ask('PROPFIND /a')).toContain('PUT /a');
});

test('what is no HTTP, an address and a header that are too long are told so as problems', async () => {
  const long = 'a'.repeat(20_000);
  for (const [said, status] of [
    [await say('nonsense\r\n\r\n'), 400],
    [await ask(`GET /api/v1/lists?x=${long}`), 414],
    [await ask('GET /', `X: ${long}\r\n`), 431],
  ] as const) {
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(said).toContain('content-type: application/problem+json');
    expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n')))).toMatchObject({ status, errors: [] });
  }
});
