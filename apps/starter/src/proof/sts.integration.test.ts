import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '@hikyaku/certificate';
import { openKeyring, readConfig } from '@hikyaku/config';
import { type Database, openDatabase, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { type FixedName, fixedResolver } from '@hikyaku/dns';
import { openEgress } from '@hikyaku/egress';
import { silentLog } from '@hikyaku/log';
import { openLimits, openQueueConnection } from '@hikyaku/queue';
import { accept, composeEmail } from '@hikyaku/submission';
import { adoptDomain, createDomain, systemScope } from '@hikyaku/tenancy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGreylist } from './open-greylist.ts';
import { fetchPostfix, openPostfix, type Postfix } from './open-postfix.ts';

type Attempt = { outcome: number; reason: string; enhanced: string | null; reply: string; tls: string | null };

const SECRET = 'a'.repeat(64);
/** Policies come from port 443 of an address of their own. */
const POLICIES = '127.30.0.9';
/** One Postfix shows a certificate that is known here, the other one that is not. */
const KNOWN = '127.30.0.1';
const UNKNOWN = '127.30.0.2';
const MX = {
  'sts-good.test': KNOWN,
  'sts-grey.test': KNOWN,
  'sts-broken.test': UNKNOWN,
  'sts-testing.test': UNKNOWN,
} as const;
const DOMAINS = Object.keys(MX);
const fetched = await fetchPostfix();
const second = fetched && (await fetchPostfix());
const closing: (() => unknown)[] = [];

/** A worker of the MTA that believes `caFile`, and what a test needs of it. */
async function openWorker(home: string, caFile: string, mxPort: number) {
  const database = await openTestDatabase();
  const log = silentLog();
  const config = readConfig({
    HIKYAKU_SECRET: SECRET,
    HIKYAKU_HOME: home,
    HIKYAKU_SANDBOX: 'on',
    HIKYAKU_MX_PORT: String(mxPort),
    HIKYAKU_RETRY_SCALE: '0.002',
    HIKYAKU_TLS_CA: caFile,
  });
  const db = openDatabase({ url: database.engineUrl, max: 12, name: 'sts test' });
  const app = openDatabase({ url: database.appUrl, max: 2, name: 'sts test app' });
  const queue = await openQueueConnection({ databaseUrl: database.engineUrl, maxConnections: 30, log });
  const limits = openLimits({ sql: db, log });
  const names = DOMAINS.flatMap((domain): [string, FixedName][] => [
    [domain, { mx: [{ exchange: `mx.${domain}`, preference: 10 }] }],
    [`mx.${domain}`, { a: [MX[domain as keyof typeof MX]] }],
    [`mta-sts.${domain}`, { a: [POLICIES] }],
    [`_mta-sts.${domain}`, { txt: ['v=STSv1; id=1;'] }],
  ]);
  const resolver = fixedResolver(Object.fromEntries(names));
  const deliverLocally = async () => ({ code: 550, enhanced: '5.1.1', text: 'nobody here' });
  const egress = await openEgress({ config, db, resolver, limits, queue, deliverLocally, log });
  closing.push(
    () => egress.close(),
    () => queue.close(),
    () => limits.close(),
    () => Promise.all([db.close(), app.close()]),
    () => database.close(),
  );
  await withTenant(app, systemScope(), async (sql) => {
    const domain = await createDomain(sql, openKeyring(SECRET), 'aozora.test');
    if (!domain.ok) throw new Error(domain.detail);
    await adoptDomain(sql, domain.value.id);
  });
  return { config, db, app, egress };
}

async function send({ app, config }: { app: Database; config: ReturnType<typeof readConfig> }, to: string) {
  const mail = await composeEmail({
    from: '青空 <news@aozora.test>',
    to: [to],
    subject: '暗号化の試験',
    text: 'こんにちは',
    stream: 'transactional',
    source: 'rest',
  });
  if (!mail.ok) throw new Error(mail.detail);
  const accepted = await withTenant(app, systemScope(), (sql) => accept(sql, config, [mail.value]));
  if (!accepted.ok) throw new Error(accepted.detail);
}

describe.skipIf(!fetched || !second)('real Postfixes under MTA-STS (needs apt-get and root)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-sts-'));
  const known = makeCertificate('mx.sts-good.test', ['mx.sts-grey.test', ...DOMAINS.map((name) => `mta-sts.${name}`)]);
  const unknown = makeCertificate('mx.sts-broken.test', ['mx.sts-testing.test']);
  let worker: Awaited<ReturnType<typeof openWorker>>;
  let good: Postfix;
  let broken: Postfix;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const policies = createServer(known, (request, response) => {
      const domain = (request.headers.host ?? '').replace('mta-sts.', '');
      const mode = domain === 'sts-testing.test' ? 'testing' : 'enforce';
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(`version: STSv1\nmode: ${mode}\nmx: mx.${domain}\nmax_age: 3600\n`);
    }).listen(443, POLICIES);
    await once(policies, 'listening');
    const greylist = await openGreylist(300);
    closing.push(
      () => policies.close(),
      () => greylist.close(),
    );
    const port = await findPort();
    const open = (where: string, address: string, domains: string, shown: typeof known, more = {}) =>
      openPostfix(where, {
        domain: 'sts.test',
        address,
        port,
        relayPort: 1,
        settings: {
          mydestination: domains,
          smtpd_tls_security_level: 'may',
          smtpd_tls_chain_files: write(`${address}.pem`, shown.key + shown.cert),
          // Nothing is returned: who is not there is thrown away.
          local_transport: 'discard:',
          ...more,
        },
      });
    const grey = {
      smtpd_recipient_restrictions: `check_recipient_access inline:{ { sts-good.test = permit } }, ${greylist.setting}, permit_mynetworks, reject`,
    };
    good = await open(fetched!, KNOWN, 'sts-good.test, sts-grey.test', known, grey);
    broken = await open(second!, UNKNOWN, 'sts-broken.test, sts-testing.test', unknown);
    closing.push(
      () => good.close(),
      () => broken.close(),
    );
    worker = await openWorker(join(folder, 'home'), write('ca.pem', known.cert), port);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  /** The attempts at this recipient, once there are so many. */
  const attemptsAt = async (email: string, most: number): Promise<Attempt[]> => {
    await send(worker, email);
    for (;;) {
      await worker.egress.sweep();
      const rows = await worker.db.query<Attempt>(
        `SELECT a.outcome, d.reason, a.enhanced, a.reply, n.tls FROM recipients r JOIN deliveries d ON d.id = r.id
         JOIN attempts a ON a.delivery_id = r.id LEFT JOIN connections n ON n.id = a.connection_id WHERE r.email = $1 ORDER BY a.n`,
        [email],
      );
      if (rows.length >= most) return rows.slice(0, most);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const resultsOf = (domain: string) =>
    worker.db.query<{ result: string }>('SELECT DISTINCT result FROM tls_results WHERE domain = $1', [domain]);

  test('enforce: who shows a good certificate gets the mail, over TLS', async () => {
    expect(await attemptsAt('a@sts-good.test', 1)).toMatchObject([
      { outcome: 2, tls: expect.stringMatching(/^TLSv1/) },
    ]);
    expect(good.log()).toContain('to=<a@sts-good.test>');
    await expect.poll(() => resultsOf('sts-good.test')).toEqual([{ result: '' }]);
  });

  test('enforce: who shows a certificate that nobody knows gets nothing, and the mail waits', async () => {
    expect(await attemptsAt('a@sts-broken.test', 2)).toMatchObject([
      { outcome: 1, enhanced: '4.7.5', tls: null },
      { outcome: 1, enhanced: '4.7.5', tls: null },
    ]);
    expect(broken.log()).not.toContain('to=<a@sts-broken.test>');
    await worker.egress.sweep();
    expect(await resultsOf('sts-broken.test')).toEqual([{ result: 'certificate-not-trusted' }]);
  });

  test('testing: the same certificate is reported, and the mail goes', async () => {
    expect(await attemptsAt('a@sts-testing.test', 1)).toMatchObject([
      { outcome: 2, tls: expect.stringMatching(/^TLSv1/) },
    ]);
    await worker.egress.sweep();
    expect(await resultsOf('sts-testing.test')).toEqual([{ result: 'certificate-not-trusted' }]);
  });

  test('a greylist puts the mail off once, and takes it when it comes again', async () => {
    expect(await attemptsAt('a@sts-grey.test', 2)).toMatchObject([
      { outcome: 1, enhanced: '4.2.0' },
      { outcome: 2, tls: expect.stringMatching(/^TLSv1/) },
    ]);
  });
});

async function findPort(): Promise<number> {
  const server = createTcpServer().listen(0, KNOWN);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
