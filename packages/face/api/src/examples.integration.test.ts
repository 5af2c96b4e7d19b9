import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runImport } from '@hikyaku/audience';
import { mintTenantScope } from '@hikyaku/db';
import { drainEndpoint, endpointRules, expandOutbox, listWebhooks } from '@hikyaku/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from './testing/open-api.ts';
import { serveHttp } from './testing/serve-http.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'examples-'));
const demoFile = join(folder, 'demo.json');
const running: ChildProcess[] = [];
let api: TestApi;
let http: Awaited<ReturnType<typeof serveHttp>>;

beforeAll(async () => {
  api = await openTestApi();
  http = await serveHttp(api.world);
  const demo = { api_url: http.url, api_key: api.tenants[0].key, sending_domain: api.tenants[0].domain };
  writeFileSync(demoFile, JSON.stringify(demo));
});
afterAll(async () => {
  for (const child of running) child.kill();
  await http.close();
  await api.close();
  rmSync(folder, { recursive: true });
});

/** Runs an example; `onLine` sees what it prints while it runs. */
async function run(
  name: string,
  args: string[],
  onLine: (line: string) => Promise<unknown> | undefined = () => undefined,
) {
  const child = spawn(process.execPath, [join(root, 'examples', name), demoFile, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints += data;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    await onLine(line);
  }
  expect(complaints).toBe('');
  return lines;
}

/** What the MTA would do, in one statement: everything open is delivered. */
const deliver = () =>
  api.owner.query(`WITH changed AS (UPDATE deliveries SET state = 2, due_at = NULL WHERE state = 0 RETURNING id, tenant_id, campaign_id)
    INSERT INTO campaign_deltas (tenant_id, campaign_id, queued, delivered)
    SELECT tenant_id, campaign_id, -count(*), count(*) FROM changed WHERE campaign_id > 0 GROUP BY 1, 2`);

test('examples/send-email.mjs sends and follows a message', async () => {
  const lines = await run('send-email.mjs', ['taro@shop.example'], (line) =>
    line.startsWith('msg_') ? deliver() : undefined,
  );
  expect(lines).toEqual([expect.stringMatching(/^msg_/), 'taro@shop.example delivered ']);
});

test('examples/send-campaign.mjs imports, approves and sends', async () => {
  const csv = join(folder, 'people.csv');
  writeFileSync(csv, 'email,name\r\na@shop.example,山田\r\nb@shop.example,林\r\nbroken,x\r\n');
  const scope = mintTenantScope(api.tenants[0].id, 'system');
  const world = api.world as { wakeImport: unknown; wakePlan: unknown };
  world.wakeImport = async (_tenant: number, id: number) => runImport(api.world.app, scope, id, api.world.log);
  world.wakePlan = async (id: number) => {
    await deliver();
    await api.owner.query(`UPDATE campaigns SET status = 'completed' WHERE id = $1`, [id]);
  };
  const lines = await run('send-campaign.mjs', [csv]);
  expect(lines[0]).toBe('rows 3, created 2, updated 0, skipped 1');
  expect(lines[1]).toMatch(/^2 of 2 /);
  expect(lines[2]).toMatch(/^completed /);
});

test('examples/receive-webhook.mjs takes only what is signed', async () => {
  const rules = endpointRules(api.world.config);
  const resolver = { txt: async () => [], addresses: async () => ({ ok: false }) };
  const lines = await run('receive-webhook.mjs', [], async (line) => {
    if (!line.startsWith('whk_')) return;
    const [webhook] = await api.tenants[0].run(listWebhooks);
    const forged = await fetch(webhook!.url, {
      method: 'POST',
      headers: { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' },
      body: '{}',
    });
    expect(forged.status).toBe(401);
    const mail = { from: `a@${api.tenants[0].domain}`, to: 'b@x.example', subject: 'S', text: 'T' };
    expect((await api.call('POST', '/emails', mail)).status).toBe(202);
    await expandOutbox(api.world.engine);
    await drainEndpoint({ ...api.world, rules, resolver: resolver as never }, webhook!.id, true);
  });
  expect(lines).toEqual([expect.stringMatching(/^whk_/), 'email.accepted b@x.example']);
});
