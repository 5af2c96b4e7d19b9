import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fixedResolver } from '@hikyaku/dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { connect } from './connect.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const NASTY = [`554 ${'x'.repeat(995)}\u{1f600}`, '554 a \\u0000 in words', '554 no\u0000thing'];

test.each(NASTY)('a banner in whatever bytes is an answer that is kept: %j', async (banner) => {
  const server = createServer((socket) => socket.on('error', () => {}).end(`${banner}\r\n`)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const world = await rig.world({ resolver: fixedResolver({ 'mx.odd.example': { a: ['127.0.0.1'] } }) });
  const limits = world.shaping.limitsOf({ key: 'mx:mx.odd.example', mx: ['mx.odd.example'] }, undefined);
  const opened = await connect(
    world,
    [{ exchange: 'mx.odd.example', preference: 0 }],
    { port, isRoute: false },
    limits,
  );
  server.close();
  expect(opened).toMatchObject({ ok: false, reply: { code: 554 } });
});
