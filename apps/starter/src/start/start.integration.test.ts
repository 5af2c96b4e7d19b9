import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';
import { isAlive } from '@hikyaku/db/embedded';
import { openTestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findPortOffset } from '../testing/find-port-offset.ts';

const STARTER = join(import.meta.dirname, '../testing/fixture-start.ts');
const base = mkdtempSync(join(tmpdir(), 'hikyaku start '));
const home = join(base, 'home with spaces');
const demoFile = join(home, 'demo.json');
const started: ChildProcess[] = [];
let offset = 0;

beforeAll(async () => {
  offset = await findPortOffset();
});
afterAll(async () => {
  for (const child of started) if (child.exitCode === null && !child.signalCode) child.kill('SIGTERM');
  for (const child of started) if (child.exitCode === null && !child.signalCode) await once(child, 'close');
  rmSync(base, { recursive: true, force: true });
});

function start(extra: Record<string, string> = {}) {
  const env = childEnvironment({
    HIKYAKU_HOME: home,
    HIKYAKU_PORT_OFFSET: String(offset),
    DATABASE_URL: undefined,
    ...extra,
  });
  const child = spawn(process.execPath, ['--import', 'tsx', STARTER], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said: () => said, ended };
}

const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 25_000, interval: 25 }).toBe(true);
const readDemo = () => JSON.parse(readFileSync(demoFile, 'utf8')) as { processes: Record<string, number> };

test('a start tells everything in demo.json, for its owner only, and a stop leaves nothing behind', async () => {
  const run = start();
  await until(() => existsSync(demoFile));
  expect(statSync(demoFile).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600);
  const demo = readDemo();
  expect(Object.keys(demo.processes).sort()).toEqual(['mda', 'msa', 'mta', 'mua', 'notifier', 'sandbox']);
  expect(demo).toMatchObject({
    api_url: `http://127.0.0.1:${3000 + offset}/api/v1`,
    smtp: { port: 2587 + offset, tls_port: 2465 + offset, username: 'fixture' },
    sandbox: { smtp_port: 2526 + offset, dns_port: 2553 + offset },
  });
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(existsSync(demoFile)).toBe(false);
  expect(Object.values(demo.processes).filter(isAlive)).toEqual([]);
  expect(run.said()).toContain('a warning of the fixture');
});

test('a program that dies is started again, said on the console, and demo.json names the new process', async () => {
  const run = start();
  await until(() => existsSync(demoFile));
  const before = readDemo().processes;
  process.kill(before.mta!, 'SIGKILL');
  await until(() => readDemo().processes.mta !== before.mta && readDemo().processes.mta !== undefined);
  const after = readDemo().processes;
  expect({ ...after, mta: 0 }).toEqual({ ...before, mta: 0 });
  expect(run.said()).toMatch(/mta +ended \(SIGKILL\), starting again in 1 s/);
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(0);
});

test('a second start on the same home is refused, and a start after kill -9 of the first works', async () => {
  const first = start();
  await until(() => existsSync(demoFile));
  const second = start({ HIKYAKU_PORT_OFFSET: String(await findPortOffset()) });
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain('already runs on');
  expect(existsSync(demoFile)).toBe(true);
  first.child.kill('SIGKILL');
  await first.ended;
  const third = start();
  await until(() => third.said().includes('Hikyaku is ready'));
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
});

test('a busy port is named together with its setting before anything is started', async () => {
  const holder = createServer().listen(2525 + offset, '127.0.0.1');
  await once(holder, 'listening');
  const run = start();
  expect(await run.ended).toBe(1);
  holder.close();
  expect(run.said()).toContain(`port ${2525 + offset} on 127.0.0.1 is in use`);
  expect(run.said()).toContain('HIKYAKU_MDA_PORT');
  expect(run.said()).not.toContain('postgres');
});

test('with DATABASE_URL the settings that are then required are named together', async () => {
  const run = start({ DATABASE_URL: 'postgresql://app@127.0.0.1:1/none' });
  expect(await run.ended).toBe(1);
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_ENGINE_URL', 'HIKYAKU_SECRET']) {
    expect(run.said()).toContain(name);
  }
});

test('with DATABASE_URL no Postgres is started here, and no program gets the login of the owner', async () => {
  const database = await openTestDatabase();
  const run = start({
    DATABASE_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    HIKYAKU_SECRET: 'ab'.repeat(32),
    HIKYAKU_HOME: join(base, 'external'),
  });
  await until(() => existsSync(join(base, 'external', 'demo.json')));
  expect(existsSync(join(base, 'external', 'postgres'))).toBe(false);
  const { processes } = JSON.parse(readFileSync(join(base, 'external', 'demo.json'), 'utf8'));
  const environment = readFileSync(`/proc/${processes.mta}/environ`, 'utf8');
  expect(environment).toContain(database.engineUrl);
  expect(environment).not.toContain('DATABASE_OWNER_URL');
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  await database.close();
});
