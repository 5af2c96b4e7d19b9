import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { makeCertificate } from '@hikyaku/certificate';
import { openKeyring, readConfig } from '@hikyaku/config';
import { openDatabase, withTenant } from '@hikyaku/db';
import { fixedResolver } from '@hikyaku/dns';
import { adoptDomain, createDomain, systemScope } from '@hikyaku/tenancy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { sendTlsReports } from './send-tls-reports.ts';

const made = makeCertificate('reports.example');
const caFile = join(tmpdir(), `hikyaku-reports-ca-${process.pid}.pem`);
const posted: Buffer[] = [];
const server = createServer(made, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    posted.push(Buffer.concat(chunks));
    response.writeHead(201).end();
  });
});
let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
  writeFileSync(caFile, made.cert);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  rmSync(caFile);
  server.close();
  await rig.close();
});

async function addPlatformDomain(name: string) {
  const app = openDatabase({ url: rig.appUrl, max: 1, name: 'tls reports test' });
  await withTenant(app, systemScope(), async (sql) => {
    const domain = await createDomain(sql, openKeyring('a'.repeat(64)), name);
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
  });
  await app.close();
}

test('each day of a domain is reported once to whoever asks for it, by mail or by https', async () => {
  const { port } = server.address() as AddressInfo;
  const resolver = fixedResolver({
    '_smtp._tls.mail.example': { txt: ['v=TLSRPTv1; rua=mailto:tls@mail.example'] },
    '_smtp._tls.web.example': { txt: [`v=TLSRPTv1; rua=https://reports.example:${port}/tls`] },
    'reports.example': { a: ['127.0.0.1'] },
    '_smtp._tls.ill.example': { temporary: 'SERVFAIL' },
  });
  const config = readConfig({ HIKYAKU_SECRET: 'a'.repeat(64), HIKYAKU_SANDBOX: 'on', HIKYAKU_TLS_CA: caFile });
  const woken: unknown[] = [];
  const waker = { wake: async (due: readonly unknown[]) => void woken.push(...due) } as never;
  const world = await rig.world({ resolver, config, waker });
  await addPlatformDomain(config.platformDomain);
  const place = { mxHost: 'mx.example', mxIp: '192.0.2.1', sourceIp: '192.0.2.9' };
  const domains = ['mail.example', 'web.example', 'nobody.example', 'ill.example'];
  for (let sessions = 0; sessions < 3; sessions++) {
    world.tls.results.note(domains, null, { result: '', detail: '' }, place);
  }
  world.tls.results.noteFault('mail.example', 'sts-policy-invalid', 'it names no host');
  await world.tls.sweep();

  const read = () =>
    rig.owner.query<{ domain: string; rua: string }>('SELECT domain, rua FROM tls_reports ORDER BY domain');
  await sendTlsReports(world);
  expect(await read()).toEqual([]);
  const tomorrow = new Date(Date.now() + 30 * 3_600_000);
  await Promise.all([sendTlsReports(world, tomorrow), sendTlsReports(world, tomorrow)]);
  await sendTlsReports(world, tomorrow);
  expect(await read()).toEqual([
    { domain: 'mail.example', rua: 'mailto:tls@mail.example' },
    { domain: 'nobody.example', rua: null },
    { domain: 'web.example', rua: `https://reports.example:${port}/tls` },
  ]);
  const mails = await rig.owner.query<{ raw: Buffer; address: string }>(
    'SELECT c.raw, r.address FROM recipients r JOIN contents c ON c.id = r.content_id',
  );
  expect(mails.map((mail) => mail.address)).toEqual(['tls@mail.example']);
  expect(String(mails[0]!.raw)).toContain('TLS-Report-Domain: mail.example\r\n');
  expect(woken.length).toBe(1);
  expect(posted.map((body) => JSON.parse(String(gunzipSync(body))).policies[0].summary)).toEqual([
    { 'total-successful-session-count': 3, 'total-failure-session-count': 0 },
  ]);
  const kept = await rig.owner.query("SELECT DISTINCT domain FROM tls_results WHERE domain LIKE 'nobody%'");
  expect(kept).toEqual([]);

  await sendTlsReports(world, new Date(Date.now() + 40 * 86_400_000));
  expect(await rig.owner.query('SELECT 1 FROM tls_results')).toEqual([]);
});
