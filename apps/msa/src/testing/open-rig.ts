import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyring, readConfig } from '@hikyaku/config';
import { mintTenantScope, openDatabase, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { silentLog } from '@hikyaku/log';
import type { DueSite } from '@hikyaku/submission';
import { adoptDomain, createDomain, createSmtpLogin } from '@hikyaku/tenancy';
import { openMsa } from '../open-msa.ts';

const SECRET = 'a'.repeat(64);

/** The MSA on a real database, on ports of the system's choice, with one tenant that has a domain and a login. */
export async function openRig(env: Readonly<Record<string, string>> = {}) {
  const database = await openTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-msa-'));
  const read = readConfig({ HIKYAKU_SECRET: SECRET, HIKYAKU_HOME: home, HIKYAKU_SANDBOX: 'on', ...env });
  const config = { ...read, ports: { ...read.ports, msa: 0, msaTls: 0 } };
  const app = openDatabase({ url: database.appUrl, max: 6, name: 'msa test' });
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'msa test owner' });
  const addTenant = async (domainName: string) => {
    const [tenant] = await owner.query<{ id: number }>('INSERT INTO tenants (name) VALUES ($1) RETURNING id', [
      domainName,
    ]);
    const scope = mintTenantScope(tenant!.id, 'test');
    const login = await withTenant(app, scope, async (sql) => {
      const domain = await createDomain(sql, openKeyring(SECRET), domainName);
      if (!domain.ok) throw new Error(domain.detail);
      await adoptDomain(sql, domain.value.id);
      const made = await createSmtpLogin(sql, { name: 'test' });
      if (!made.ok) throw new Error(made.detail);
      return made.value;
    });
    return { scope, login };
  };
  const { scope, login } = await addTenant('aozora.test');
  const woken: DueSite[] = [];
  const waker = {
    wake: async (due: readonly DueSite[]) => {
      woken.push(...due);
      return true;
    },
  };
  const msa = await openMsa({ config, app, waker, log: silentLog() });
  return {
    msa,
    database,
    owner,
    addTenant,
    scope,
    login,
    woken,
    /** The messages that were accepted, oldest first, with their recipients as given. */
    messages: () =>
      owner.query<{ id: number; raw: Buffer; stream: number; tags: object; subject: string; recipients: string[] }>(
        `SELECT m.id, c.raw, m.stream, m.tags, m.subject, array_agg(r.address ORDER BY r.id) AS recipients
         FROM messages m JOIN contents c ON c.id = m.content_id JOIN recipients r ON r.message_id = m.id
         GROUP BY m.id, c.raw, m.stream, m.tags, m.subject ORDER BY m.id`,
      ),
    async close() {
      await msa.close();
      await app.close();
      await owner.close();
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
