import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { readDemo } from '../testing/system-setup.ts';
import { testEnvironment } from '../testing/test-environment.ts';

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');
const run = promisify(execFile);
const OPS_OFFSET = { mua: 10, msa: 11, mta: 12, mda: 13, notifier: 14 } as const;

const demo = () => readDemo(inject('demoFile'));
const opsUrl = (name: keyof typeof OPS_OFFSET, path: string) =>
  `http://127.0.0.1:${Number(new URL(demo().url).port) + OPS_OFFSET[name]}${path}`;
const isReady = (name: keyof typeof OPS_OFFSET) =>
  fetch(opsUrl(name, '/readyz')).then(
    (response) => response.ok,
    () => false,
  );

test('every program answers for its health, readiness and numbers on a port of its own', async () => {
  for (const name of Object.keys(OPS_OFFSET) as (keyof typeof OPS_OFFSET)[]) {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const response = await fetch(opsUrl(name, path));
      expect([name, path, response.status]).toEqual([name, path, 200]);
      if (path === '/metrics') expect(await response.text()).toContain('process_start_time_seconds');
    }
  }
});

test('health and numbers are not served on the public port', async () => {
  for (const path of ['/metrics', '/readyz']) {
    const response = await fetch(new URL(path, demo().url), { redirect: 'manual' });
    expect(await response.text()).not.toContain('process_start_time_seconds');
  }
});

test('a program that is killed is back and ready, and demo.json names its new process', async () => {
  const before = demo().processes.notifier!;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => demo().processes.notifier, { timeout: 20_000 }).not.toBe(before);
  const ready = () =>
    fetch(opsUrl('notifier', '/readyz')).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(ready, { timeout: 20_000 }).toBe(200);
});

test('the database is back after a kill, and every program finds it again by itself', async () => {
  const postmaster = () =>
    Number(readFileSync(join(inject('productHome'), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const before = postmaster();
  process.kill(before, 'SIGKILL');
  for (const name of Object.keys(OPS_OFFSET) as (keyof typeof OPS_OFFSET)[]) {
    await expect.poll(() => isReady(name), { timeout: 30_000 }).toBe(true);
  }
  expect(postmaster()).not.toBe(before);
});

test('the audit recounts the ledger while everything runs', async () => {
  const env = testEnvironment({
    HIKYAKU_HOME: inject('productHome'),
    HIKYAKU_PORT_OFFSET: String(Number(new URL(demo().url).port) - 3_000),
  });
  const { stdout } = await run(process.execPath, [BOOTSTRAP, 'audit'], { env });
  expect(stdout).toBe('everyone is accounted for\n');
});
