import { openKeyring, readConfig } from '@hikyaku/config';
import { mintTenantScope, openDatabase, type TenantSql, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { type Log, silentLog } from '@hikyaku/log';
import { openMemoryLimits } from '@hikyaku/queue';
import { createApiKey, createDomain } from '@hikyaku/tenancy';
import { handleApi } from '../router/handle-api.ts';
import type { ApiWorld } from '../world.ts';

export type Wakes = { sites: number; plans: number[]; imports: number[] };

/** A tenant with a verified domain and a key that may do everything a key may. */
export type TestTenant = {
  readonly id: number;
  readonly key: string;
  readonly domain: string;
  run<T>(work: (sql: TenantSql) => Promise<T>): Promise<T>;
};

export type Said = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  readonly body: any;
};

export type TestApi = {
  readonly world: ApiWorld;
  readonly wakes: Wakes;
  readonly tenants: readonly [TestTenant, TestTenant];
  readonly owner: ReturnType<typeof openDatabase>;
  /** A key of the first tenant with these permissions. */
  createKey(permissions: string[], requestsPerSecond?: number): Promise<string>;
  /** One request as the first tenant; `body` becomes JSON unless it is bytes, text or a form. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Said>;
  as(tenant: TestTenant): TestApi['call'];
  close(): Promise<void>;
};

/** The API over a fresh database with two tenants. */
export async function openTestApi(log: Log = silentLog()): Promise<TestApi> {
  const database = await openTestDatabase();
  const app = openDatabase({ url: database.appUrl, max: 6, name: 'test-app' });
  const engine = openDatabase({ url: database.engineUrl, max: 2, name: 'test-engine' });
  const owner = openDatabase({ url: database.ownerUrl, max: 1, name: 'test-owner' });
  const config = readConfig({ HIKYAKU_SANDBOX: 'on', DATABASE_URL: database.appUrl });
  const keyring = openKeyring('a'.repeat(64));
  const wakes: Wakes = { sites: 0, plans: [], imports: [] };
  const world: ApiWorld = {
    config,
    keyring,
    app,
    engine,
    limits: openMemoryLimits(),
    waker: {
      wake: async (due) => {
        wakes.sites += due.length;
        return true;
      },
    },
    wakePlan: async (id) => wakes.plans.push(id) > 0,
    wakeImport: async (_tenant, id) => wakes.imports.push(id) > 0,
    lookUpTxt: async () => [],
    log,
  };

  const openTenant = async (name: string): Promise<TestTenant> => {
    const [row] = await owner.query<{ id: number }>('INSERT INTO tenants (name) VALUES ($1) RETURNING id', [name]);
    const scope = mintTenantScope(row!.id, 'system');
    const run: TestTenant['run'] = (work) => withTenant(app, scope, work);
    const domain = `${name}.example`;
    await run((sql) => createDomain(sql, keyring, domain));
    await owner.query(`UPDATE sending_domains SET status = 'verified' WHERE name = $1`, [domain]);
    const made = await run((sql) => createApiKey(sql, { name: 'test', requestsPerSecond: 10_000 }));
    if (!made.ok) throw new Error(made.detail);
    return { id: row!.id, key: made.value.secret, domain, run };
  };
  const tenants = [await openTenant('aozora'), await openTenant('hotaru')] as const;

  const as =
    (tenant: TestTenant): TestApi['call'] =>
    async (method, path, body, headers = {}) => {
      const plain = body === undefined || body instanceof Uint8Array || body instanceof FormData;
      const payload = plain || typeof body === 'string' ? body : JSON.stringify(body);
      const type: Record<string, string> = plain ? {} : { 'content-type': 'application/json' };
      const request = new Request(`http://test/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${tenant.key}`, ...type, ...headers },
        body: payload as string | undefined,
      });
      const response = await handleApi(world, request);
      const text = await response.text();
      const json = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
    };

  return {
    world,
    wakes,
    tenants,
    owner,
    async createKey(permissions, requestsPerSecond = 10_000) {
      const made = await tenants[0].run((sql) => createApiKey(sql, { name: 'narrow', permissions, requestsPerSecond }));
      if (!made.ok) throw new Error(made.detail);
      return made.value.secret;
    },
    call: as(tenants[0]),
    as,
    async close() {
      await Promise.all([app.close(), engine.close(), owner.close()]);
      await database.close();
    },
  };
}
