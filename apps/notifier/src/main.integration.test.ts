import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openKeyring } from '@hikyaku/config';
import { mintTenantScope, openDatabase, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { announce, createWebhook } from '@hikyaku/events';
import { Webhook } from 'standardwebhooks';
import { expect, test, vi } from 'vitest';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const SECRET = '11'.repeat(32);

test('a running notifier tells a fact that was committed, signed, and stops cleanly at SIGTERM', async () => {
  const database = await openTestDatabase();
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'test owner' });
  const app = openDatabase({ url: database.appUrl, max: 1, name: 'test app' });
  const heard: { headers: Record<string, string>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    heard.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(204).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const [tenant] = await owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('T') RETURNING id`);
  const secret = await withTenant(app, mintTenantScope(tenant!.id, 'user:1'), async (sql) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const rules = { allowLoopback: true, ownPorts: new Set<number>() };
    const made = await createWebhook(sql, openKeyring(SECRET), rules, { url, events: ['campaign.*'] });
    if (!made.ok) throw new Error(made.detail);
    await announce(sql, 'campaign.sending', { id: 'cmp_x' });
    return made.value.secret;
  });

  const program = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: database.appUrl,
      DATABASE_ENGINE_URL: database.engineUrl,
      HIKYAKU_SECRET: SECRET,
      HIKYAKU_SANDBOX: 'on',
      HIKYAKU_NOTIFIER_OPS_PORT: String(await freePort()),
    },
    stdio: 'ignore',
  });
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 20_000, interval: 50 });
  expect(new Webhook(secret).verify(heard[0]!.body, heard[0]!.headers)).toMatchObject({
    type: 'campaign.sending',
    data: { id: 'cmp_x' },
  });
  program.kill('SIGTERM');
  expect(await once(program, 'exit')).toEqual([0, null]);
  server.close();
  await owner.close();
  await app.close();
  await database.close();
});
