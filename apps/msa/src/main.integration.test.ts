import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '@hikyaku/db/testing';
import { openRawClient } from '@hikyaku/smtp/testing';
import { expect, test } from 'vitest';
import { spawnMsa } from './testing/spawn-msa.ts';

test('a running msa is ready, speaks SMTP with a key of its own, and stops cleanly at SIGTERM with a session open', async () => {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-msa-'));
  const { port, program, get } = await spawnMsa(database, home);
  const client = await openRawClient(port);
  expect(await client.say('EHLO program.test')).toContain('STARTTLS');
  expect(statSync(join(home, 'msa/tls.pem')).mode & 0o777).toBe(0o600);
  expect(await get('/metrics')).toContain('hikyaku_smtp_sessions_open{program="msa"} 1');
  const heard = client.read();
  program.kill('SIGTERM');
  expect(await heard).toMatch(/^421 4\.3\.2 /);
  expect(await once(program, 'exit')).toEqual([0, null]);
  await database.close();
  rmSync(home, { recursive: true, force: true });
});
