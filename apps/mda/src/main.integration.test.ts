import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '@hikyaku/db/testing';
import { openRawClient } from '@hikyaku/smtp/testing';
import { expect, test, vi } from 'vitest';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a running mda is ready, speaks SMTP and stops cleanly at SIGTERM with a session open', async () => {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-mda-'));
  const [port, opsPort] = await Promise.all([freePort(), freePort()]);
  const program = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: database.appUrl,
      DATABASE_ENGINE_URL: database.engineUrl,
      HIKYAKU_SECRET: '11'.repeat(32),
      HIKYAKU_HOME: home,
      HIKYAKU_SANDBOX: 'on',
      HIKYAKU_MDA_PORT: String(port),
      HIKYAKU_MDA_OPS_PORT: String(opsPort),
    },
    stdio: 'ignore',
  });
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${opsPort}${path}`)).text();
  await vi.waitFor(async () => expect(await get('/readyz')).toBe('ok\n'), { timeout: 20_000, interval: 50 });
  const client = await openRawClient(port);
  expect(await client.say('EHLO mx.one.example')).toContain('STARTTLS');
  expect(statSync(join(home, 'mda/tls.pem')).mode & 0o777).toBe(0o600);
  expect(await get('/metrics')).toContain('hikyaku_smtp_sessions_open{program="mda"} 1');
  const heard = client.read();
  program.kill('SIGTERM');
  expect(await heard).toMatch(/^421 4\.3\.2 /);
  expect(await once(program, 'exit')).toEqual([0, null]);
  await database.close();
  rmSync(home, { recursive: true, force: true });
});
