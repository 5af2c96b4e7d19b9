import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '@hikyaku/certificate';
import { type FixedName, fixedResolver } from '@hikyaku/dns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { openPolicies } from './open-policies.ts';

const DOMAINS = ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'];
const good = makeCertificate(
  'mta-sts.a.example',
  DOMAINS.map((domain) => `mta-sts.${domain}`),
);
const GOOD = 'version: STSv1\nmode: enforce\nmx: mx.a.example\nmax_age: 3600\n';
const plain = (text: string) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/plain' }).end(text);

let answer: (request: IncomingMessage, response: ServerResponse) => unknown = plain(GOOD);
let asked: string[] = [];
const server = createServer(good, (request, response) => {
  asked.push(`${request.headers.host}${request.url}`);
  answer(request, response);
});
let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rig.close();
});
beforeEach(async () => {
  asked = [];
  answer = plain(GOOD);
  await rig.owner.query('DELETE FROM sts_policies');
});

/** A worker that sees these ids announced; `faults` is what it has to say of policies that it could not have. */
async function openWorker(ids: Record<string, string>, over: Partial<Parameters<typeof openPolicies>[0]> = {}) {
  const faults: string[] = [];
  const names = Object.entries(ids).flatMap(([domain, id]): [string, FixedName][] => [
    [`_mta-sts.${domain}`, { txt: [`v=STSv1; id=${id};`] }],
    [`mta-sts.${domain}`, { a: ['127.0.0.1'] }],
  ]);
  const policies = await openPolicies({
    db: rig.db,
    log: rig.log,
    resolver: fixedResolver(Object.fromEntries(names)),
    ca: [good.cert],
    port: (server.address() as AddressInfo).port,
    sandbox: true,
    totalMs: 2_000,
    onFault: (_domain, fault) => faults.push(fault),
    ...over,
  });
  return { ...policies, faults };
}

test('a policy is fetched once, and other workers have it from Postgres', async () => {
  const first = await openWorker({ 'a.example': '1' });
  const both = await Promise.all([first.policyOf('a.example'), first.policyOf('a.example')]);
  expect(both[0]).toMatchObject({ domain: 'a.example', mode: 'enforce', mx: ['mx.a.example'] });
  const second = await openWorker({ 'a.example': '1' });
  expect(await second.policyOf('a.example')).toEqual(both[1]);
  expect(asked).toEqual(['mta-sts.a.example/.well-known/mta-sts.txt']);
});

test('another id is another policy; what a second worker fetched is taken over', async () => {
  const worker = await openWorker({ 'a.example': '1' });
  await worker.policyOf('a.example');
  answer = plain(GOOD.replace('enforce', 'testing'));
  expect(await (await openWorker({ 'a.example': '2' })).policyOf('a.example')).toMatchObject({
    mode: 'testing',
    id: '2',
  });
  await worker.reload();
  answer = plain('nonsense');
  expect(await worker.policyOf('a.example')).toMatchObject({ mode: 'testing', id: '2' });
});

test('without a record there is no policy and nothing is fetched; one that is in force outlives its record', async () => {
  await (await openWorker({ 'a.example': '1' })).policyOf('a.example');
  const later = await openWorker({});
  expect(await later.policyOf('b.example')).toBeNull();
  expect(await later.policyOf('a.example')).toMatchObject({ mode: 'enforce' });
  await rig.owner.query('UPDATE sts_policies SET expires_at = now()');
  expect(await (await openWorker({})).policyOf('a.example')).toBeNull();
});

test('where DNS cannot say, what is known stays in force, and it is not asked again for each batch', async () => {
  await (await openWorker({ 'a.example': '1' })).policyOf('a.example');
  const questions: string[] = [];
  const ill = fixedResolver({ '_mta-sts.a.example': { temporary: 'timeout' } });
  const txt = (name: string) => {
    questions.push(name);
    return ill.txt(name);
  };
  const later = await openWorker({}, { resolver: { ...ill, txt } });
  expect(await later.policyOf('a.example')).toMatchObject({ mode: 'enforce' });
  expect(await later.policyOf('a.example')).toMatchObject({ mode: 'enforce' });
  expect(questions).toEqual(['_mta-sts.a.example']);
});

test('"none" ends a policy', async () => {
  answer = plain('version: STSv1\nmode: none\nmax_age: 60\n');
  expect(await (await openWorker({ 'a.example': '1' })).policyOf('a.example')).toBeNull();
});

const BAD: [string, string, typeof answer][] = [
  ['malformed', 'sts-policy-invalid', plain('mode: enforce')],
  ['huge', 'sts-policy-invalid', plain(GOOD.padEnd(70_000, '\n'))],
  [
    'endless',
    'sts-policy-invalid',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const timer = setInterval(() => response.write('x: y\n'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(timer));
    },
  ],
  [
    'of another type',
    'sts-policy-invalid',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(GOOD),
  ],
  [
    'moved',
    'sts-policy-fetch-error',
    (_, response) => response.writeHead(302, { location: 'https://127.0.0.1/' }).end(),
  ],
  ['gone', 'sts-policy-fetch-error', (_, response) => response.writeHead(404).end()],
  ['slow to begin', 'sts-policy-fetch-error', () => {}],
  [
    'slow to end',
    'sts-policy-fetch-error',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('version: STSv1\n');
    },
  ],
  [
    'cut off',
    'sts-policy-fetch-error',
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/plain', 'content-length': '999' })
        .write(GOOD, () => response.destroy()),
  ],
];

test.each(BAD)(
  'a policy that is %s is none (%s); the last good one stays in force, and its source is left alone',
  async (what, fault, bad) => {
    const totalMs = what.startsWith('slow') ? 200 : 5_000;
    const worker = await openWorker({ 'a.example': '1' });
    await worker.policyOf('a.example');
    answer = bad;
    const later = await openWorker({ 'a.example': '2', 'c.example': '1' }, { totalMs });
    expect(await later.policyOf('a.example')).toMatchObject({ id: '1', mode: 'enforce' });
    expect(await later.policyOf('c.example')).toBeNull();
    expect(later.faults).toEqual([fault, fault]);
    await later.policyOf('a.example');
    expect(asked).toHaveLength(3);
  },
);

test('a certificate of a stranger, or for another name, is not believed', async () => {
  const stranger = await openWorker({ 'a.example': '1' }, { ca: [makeCertificate('mta-sts.a.example').cert] });
  expect(await stranger.policyOf('a.example')).toBeNull();
  const misnamed = await openWorker({ 'other.example': '1' });
  expect(await misnamed.policyOf('other.example')).toBeNull();
  expect([...stranger.faults, ...misnamed.faults]).toEqual(['sts-webpki-invalid', 'sts-webpki-invalid']);
});

test('outside the sandbox no policy is fetched from this machine', async () => {
  const worker = await openWorker({ 'a.example': '1' }, { sandbox: false });
  expect(await worker.policyOf('a.example')).toBeNull();
  expect([worker.faults, asked]).toEqual([['sts-policy-fetch-error'], []]);
});
