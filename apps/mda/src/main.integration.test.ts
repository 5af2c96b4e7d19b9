import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '@hikyaku/db/testing';
import { openRawClient } from '@hikyaku/smtp/testing';
import { expect, test, vi } from 'vitest';
import { spawnMda } from './testing/spawn-mda.ts';

test('a running mda is ready, speaks SMTP and stops cleanly at SIGTERM with a session open', async () => {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-mda-'));
  const mda = await spawnMda({
    DATABASE_URL: database.appUrl,
    DATABASE_ENGINE_URL: database.engineUrl,
    HIKYAKU_SECRET: '11'.repeat(32),
    HIKYAKU_HOME: home,
    HIKYAKU_SANDBOX: 'on',
  });
  await mda.start();
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${mda.opsPort}${path}`)).text();
  await vi.waitFor(async () => expect(await get('/readyz')).toBe('ok\n'), { timeout: 20_000, interval: 50 });
  const client = await openRawClient(mda.port);
  expect(await client.say('EHLO mx.one.example')).toContain('STARTTLS');
  expect(statSync(join(home, 'mda/tls.pem')).mode & 0o777).toBe(0o600);
  expect(await get('/metrics')).toContain('hikyaku_smtp_sessions_open{program="mda"} 1');
  const heard = client.read();
  const gone = mda.close();
  expect(await heard).toMatch(/^421 4\.3\.2 /);
  expect(await gone).toEqual([0, null]);
  await database.close();
  rmSync(home, { recursive: true, force: true });
});
