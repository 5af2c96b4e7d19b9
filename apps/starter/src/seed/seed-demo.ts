import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createList, upsertContacts } from '@hikyaku/audience';
import { createCampaign } from '@hikyaku/campaign';
import { type Keyring, openKeyring } from '@hikyaku/config';
import {
  type Database,
  formatId,
  mintTenantScope,
  openDatabase,
  type TenantScope,
  type TenantSql,
  withTenant,
} from '@hikyaku/db';
import {
  adoptDomain,
  createApiKey,
  createDomain,
  createSmtpLogin,
  createTenant,
  grantOperator,
  type NewTenant,
  type Result,
  systemScope,
} from '@hikyaku/tenancy';
import { replaceFile } from '../supervisor/pid-file.ts';
import { type DemoPerson, HUNDRED_THOUSAND, makePeople, TEN, THOUSAND } from './demo-people.ts';
import type { DemoSeed, SeedDemo } from './demo-seed.ts';
import { SAMPLES } from './sample-campaigns.ts';
import { seedShaping } from './seed-shaping.ts';

const SENDING_DOMAIN = 'aozora.test';
const OTHER_DOMAIN = 'midori.test';
const PASSWORD = 'hikyaku-demo';
const PORTION = 1_000;
const REQUESTS_PER_SECOND = 1_000;

/**
 * The platform's own domain, and the demo tenant with its lists, once. What is shown once (keys, passwords) is kept
 * beside the database in the home, 0600, so that every later start can show it again. A start that was cut short left
 * a part: the next one finds it by its names and goes on.
 */
export const seedDemo: SeedDemo = async ({ config, ownerUrl, appUrl, secret, say }) => {
  const owner = openDatabase({ url: ownerUrl, max: 1, name: 'seed' });
  const app = openDatabase({ url: appUrl, max: 2, name: 'seed' });
  const keyring = openKeyring(secret, config.oldSecrets);
  try {
    await seedPlatform(app, keyring, config.platformDomain);
    if (config.sandbox) await seedShaping(owner);
    const file = join(config.home, 'seed.json');
    const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoSeed) : undefined;
    if (kept && (await isThere(owner, kept))) return kept;
    say('making the demo tenant and its 101,010 contacts, once');
    const shop = config.sandbox ? `http://127.0.0.1:${config.ports.sandboxWeb}/shop` : `https://shop.${SENDING_DOMAIN}`;
    const demo = await seedTenants(app, owner, keyring, shop);
    replaceFile(file, `${JSON.stringify(demo, null, 2)}\n`);
    return demo;
  } finally {
    await app.close();
    await owner.close();
  }
};

const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`the seed was refused: ${result.detail}`);
  return result.value;
};

const isThere = async (owner: Database, kept: DemoSeed): Promise<boolean> => {
  const rows = await owner.query<{ id: number }>('SELECT tenant_id AS id FROM sending_domains WHERE name = $1', [
    kept.sending_domain,
  ]);
  return rows.some((row) => formatId('tenant', row.id) === kept.tenant_id);
};

async function seedPlatform(app: Database, keyring: Keyring, domain: string): Promise<void> {
  await withTenant(app, systemScope(), (sql) => seedDomain(sql, keyring, domain));
}

async function seedDomain(sql: TenantSql, keyring: Keyring, name: string): Promise<void> {
  const known = await sql.query('SELECT 1 FROM sending_domains WHERE tenant_id = $1 AND name = $2', [
    sql.scope.tenantId,
    name,
  ]);
  if (known.length > 0) return;
  const domain = need(await createDomain(sql, keyring, name, { receives: true }));
  need(await adoptDomain(sql, domain.id));
}

async function seedTenants(app: Database, owner: Database, keyring: Keyring, shop: string): Promise<DemoSeed> {
  const email = `demo@${SENDING_DOMAIN}`;
  const demo = await seedTenant(app, owner, {
    name: 'あおぞら商店',
    dailyQuota: null,
    owner: { email, name: '青空 花子', password: PASSWORD },
  });
  await grantOperator(app, demo.userId);
  const other = await seedTenant(app, owner, {
    name: 'みどり書房',
    dailyQuota: null,
    owner: { email: `owner@${OTHER_DOMAIN}`, name: '緑川 誠', password: PASSWORD },
  });
  const made = await withTenant(app, demo.scope, async (sql) => {
    await seedDomain(sql, keyring, SENDING_DOMAIN);
    for (const [local, name] of [
      ['news', 'お知らせ'],
      ['demo', '青空 花子'],
    ] as const)
      await seedMailbox(sql, `${local}@${SENDING_DOMAIN}`, name);
    const key = need(await createApiKey(sql, { name: 'Demo', requestsPerSecond: REQUESTS_PER_SECOND }));
    const smtp = need(await createSmtpLogin(sql, { name: 'Demo' }));
    return { key, smtp };
  });
  const lists = {
    ten: await seedList(app, demo.scope, 'お試し（10人）', makePeople('t', 10, TEN)),
    thousand: await seedList(app, demo.scope, '会員（1,000人）', makePeople('k', 1_000, THOUSAND)),
    hundred_thousand: await seedList(
      app,
      demo.scope,
      '全会員（100,000人）',
      makePeople('h', 100_000, HUNDRED_THOUSAND),
    ),
  };
  await withTenant(app, demo.scope, (sql) => seedCampaigns(sql, lists.ten, shop));
  await owner.query('ANALYZE contacts, list_members');
  const otherKey = await withTenant(app, other.scope, async (sql) => {
    await seedDomain(sql, keyring, OTHER_DOMAIN);
    await seedMailbox(sql, `owner@${OTHER_DOMAIN}`, '緑川 誠');
    return need(await createApiKey(sql, { name: 'Demo', requestsPerSecond: REQUESTS_PER_SECOND }));
  });
  return {
    api_key: made.key.secret,
    email,
    password: PASSWORD,
    tenant_id: formatId('tenant', demo.scope.tenantId),
    smtp: { username: made.smtp.username, password: made.smtp.password },
    sending_domain: SENDING_DOMAIN,
    lists: {
      ten: formatId('list', lists.ten),
      thousand: formatId('list', lists.thousand),
      hundred_thousand: formatId('list', lists.hundred_thousand),
    },
    other_tenant: {
      tenant_id: formatId('tenant', other.scope.tenantId),
      api_key: otherKey.secret,
      sending_domain: OTHER_DOMAIN,
    },
  };
}

async function seedTenant(app: Database, owner: Database, tenant: NewTenant) {
  const [known] = await owner.query<{ tenantId: number; userId: number }>(
    `SELECT t.id AS "tenantId", u.id AS "userId" FROM users u JOIN members m ON m.user_id = u.id
     JOIN tenants t ON t.id = m.tenant_id WHERE u.email = $1 AND t.name = $2`,
    [tenant.owner.email, tenant.name],
  );
  if (!known) return createTenant(app, tenant);
  return { scope: mintTenantScope(known.tenantId, `user:${known.userId}`), userId: known.userId };
}

const seedMailbox = (sql: TenantSql, address: string, name: string) =>
  sql.query('INSERT INTO mailboxes (tenant_id, address, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    sql.scope.tenantId,
    address,
    name,
  ]);

async function seedList(
  app: Database,
  scope: TenantScope,
  name: string,
  people: readonly DemoPerson[],
): Promise<number> {
  const list = await withTenant(app, scope, async (sql) => {
    const known = await sql.query<{ id: number }>('SELECT id FROM lists WHERE tenant_id = $1 AND name = $2', [
      scope.tenantId,
      name,
    ]);
    return known[0] ?? need(await createList(sql, { name }));
  });
  for (let at = 0; at < people.length; at += PORTION) {
    await withTenant(app, scope, async (sql) =>
      need(
        await upsertContacts(
          sql,
          people.slice(at, at + PORTION).map((person) => ({ ...person, list_ids: [list.id] })),
        ),
      ),
    );
  }
  return list.id;
}

/** `shop`: where the links lead. */
async function seedCampaigns(sql: TenantSql, listId: number, shop: string): Promise<void> {
  const known = await sql.query('SELECT 1 FROM campaigns WHERE tenant_id = $1 LIMIT 1', [sql.scope.tenantId]);
  if (known.length > 0) return;
  for (const sample of SAMPLES) {
    need(
      await createCampaign(sql, {
        name: sample.name,
        from: `${sample.fromName} <news@${SENDING_DOMAIN}>`,
        subject: sample.subject,
        html: sample.html.replaceAll('{{DOMAIN}}', SENDING_DOMAIN).replaceAll('{{SHOP}}', shop),
        text: sample.text,
        listIds: [listId],
      }),
    );
  }
}
