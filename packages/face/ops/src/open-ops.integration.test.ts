import { counter, silentLog } from '@hikyaku/log';
import { afterEach, expect, test } from 'vitest';
import { type Ops, openOps, type Readiness } from './open-ops.ts';

let opened: Ops[] = [];
afterEach(async () => {
  for (const ops of opened) await ops.close();
  opened = [];
});

const open = async (ready: () => Promise<Readiness> | Readiness = () => true, port = 0) => {
  const ops = await openOps({ program: 'mta', port, ready, log: silentLog() });
  opened.push(ops);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${ops.port}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  return { ops, get };
};

test('a program that cannot work is alive and not ready, with the reason', async () => {
  let state: Readiness = 'Redis is away';
  const { get } = await open(() => state);
  expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  expect(await get('/readyz')).toMatchObject({ status: 503, text: 'Redis is away\n' });
  state = true;
  expect(await get('/readyz?from=probe')).toMatchObject({ status: 200, text: 'ok\n' });
});

test('a readiness check that fails is an answer, not a crash', async () => {
  const { get } = await open(async () => {
    throw new Error('no answer from Postgres');
  });
  expect(await get('/readyz')).toMatchObject({ status: 503, text: 'no answer from Postgres\n' });
  expect((await get('/healthz')).status).toBe(200);
});

test('metrics hold our numbers and those of the process, in the text format of Prometheus', async () => {
  counter('hikyaku_ops_test_total', 'Counts for a test.').inc(3);
  await open();
  const { get } = await open();
  const { status, type, text } = await get('/metrics');
  expect(status).toBe(200);
  expect(type).toContain('text/plain; version=0.0.4');
  expect(text).toContain('\nhikyaku_ops_test_total 3\n');
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('any other path is not found', async () => {
  const { get } = await open();
  expect((await get('/')).status).toBe(404);
  expect((await get('/metrics/x')).status).toBe(404);
});

test('the error for a busy port names the port and the setting', async () => {
  const { ops } = await open();
  await expect(open(undefined, ops.port)).rejects.toThrow(
    `port ${ops.port} on 127.0.0.1 is in use: stop what listens there, or set HIKYAKU_MTA_OPS_PORT`,
  );
});
