import { type Keyring, openKeyring, readConfig } from '@hikyaku/config';
import { mintTenantScope, openDatabase, type TenantScope, withTenant } from '@hikyaku/db';
import { openTestDatabase } from '@hikyaku/db/testing';
import { STATE, type State } from '@hikyaku/egress';
import { formatReturnPath, formatUnsubscribeAddress } from '@hikyaku/mail';
import { accept } from '@hikyaku/submission';
import { adoptDomain, createDomain } from '@hikyaku/tenancy';

const SECRET = 'a'.repeat(64);
const EVENTS = ['accepted', 'delivered', 'deferred', 'bounced', 'expired', 'suppressed', 'canceled', 'unconfirmed'];
const FACTS = ['opened', 'clicked', 'complained', 'unsubscribed', 'received'];

export type RigTenant = { readonly scope: TenantScope; readonly domain: string; readonly mailboxId: number };

/** A ledger with one tenant that has a domain, a mailbox and a campaign, to which recipients in any state are added. */
export async function openRig() {
  const database = await openTestDatabase();
  const config = readConfig({ HIKYAKU_SECRET: SECRET, HIKYAKU_SANDBOX: 'on' });
  const keyring: Keyring = openKeyring(SECRET);
  const engine = openDatabase({ url: database.engineUrl, max: 6, name: 'ingress test' });
  const app = openDatabase({ url: database.appUrl, max: 2, name: 'ingress test app' });
  const owner = openDatabase({ url: database.ownerUrl, max: 2, name: 'ingress test owner' });

  async function addTenant(domain: string): Promise<RigTenant> {
    const [tenant] = await owner.query<{ id: number }>('INSERT INTO tenants (name) VALUES ($1) RETURNING id', [domain]);
    const scope = mintTenantScope(tenant!.id, 'test');
    return withTenant(app, scope, async (sql) => {
      const made = await createDomain(sql, keyring, domain);
      if (!made.ok) throw new Error(made.detail);
      await adoptDomain(sql, made.value.id);
      await sql.query('UPDATE sending_domains SET receives = true WHERE id = $1', [made.value.id]);
      const [box] = await sql.query<{ id: number }>(
        'INSERT INTO mailboxes (tenant_id, address) VALUES ($1, $2) RETURNING id',
        [scope.tenantId, `news@${domain}`],
      );
      return { scope, domain, mailboxId: box!.id };
    });
  }

  const tenant = await addTenant('aozora.test');
  const [campaign] = await owner.query<{ id: number }>(
    "INSERT INTO campaigns (tenant_id, name, status, from_email, subject) VALUES ($1, 'x', 'completed', 'news@aozora.test', 'x') RETURNING id",
    [tenant.scope.tenantId],
  );
  await owner.query('INSERT INTO campaign_counts (tenant_id, campaign_id) VALUES ($1, $2)', [
    tenant.scope.tenantId,
    campaign!.id,
  ]);
  const sign = (text: string) => keyring.sign('verp', text);

  return {
    database,
    config,
    keyring,
    engine,
    owner,
    tenant,
    campaignId: campaign!.id,
    addTenant,
    /** A recipient of the campaign in this state. In a batch: it is being sent. Returns its id. */
    async addRecipient(
      email: string,
      state: State,
      options: { readonly batchId?: number; readonly of?: RigTenant } = {},
    ): Promise<number> {
      const of = options.of ?? tenant;
      const mail = {
        raw: Buffer.from('x'),
        fromEmail: `news@${of.domain}`,
        fromHeader: '',
        toHeader: [],
        subject: '',
        recipients: [email],
        stream: 'bulk' as const,
        source: 'rest' as const,
      };
      const accepted = await withTenant(app, of.scope, (sql) => accept(sql, config, [mail]));
      if (!accepted.ok) throw new Error(accepted.detail);
      const [row] = await owner.query<{ id: number }>('SELECT id FROM recipients WHERE message_id = $1', [
        accepted.value.ids[0],
      ]);
      const id = row!.id;
      await owner.query('UPDATE recipients SET campaign_id = $2, message_id = NULL WHERE id = $1', [id, campaign!.id]);
      await owner.query(
        'UPDATE deliveries SET campaign_id = $2, state = $3, batch_id = $4, due_at = $5 WHERE id = $1',
        [
          id,
          campaign!.id,
          STATE[state],
          options.batchId ?? 0,
          state === 'deferred' && !options.batchId ? new Date() : null,
        ],
      );
      return id;
    },
    returnPath: (id: number) => formatReturnPath({ id, domain: config.bounceDomain, sign }),
    unsubscribeAddress: (id: number) => formatUnsubscribeAddress({ id, domain: config.bounceDomain, sign }),
    async stateOf(id: number): Promise<State | undefined> {
      const [row] = await owner.query<{ state: number }>('SELECT state FROM deliveries WHERE id = $1', [id]);
      return (Object.keys(STATE) as State[]).find((name) => STATE[name] === row?.state);
    },
    /** The events of a recipient after its acceptance, by name, with what they say. */
    async eventsOf(id: number) {
      const rows = await owner.query<{ type: number; data: Record<string, unknown> | null }>(
        'SELECT type, data FROM events WHERE delivery_id = $1 AND type <> 1 ORDER BY id',
        [id],
      );
      return rows.map(({ type, data }) => ({ type: [...EVENTS, ...FACTS][type - 1], data }));
    },
    suppressionsOf: (email: string) =>
      owner.query<{ reason: string; scope: number }>(
        'SELECT reason, scope FROM suppressions WHERE email = $1 ORDER BY reason',
        [email],
      ),
    /** The sum of what was written since the last call, without zeros. */
    async takeDeltas(): Promise<Record<string, number>> {
      const rows = await owner.query<Record<string, number>>('DELETE FROM campaign_deltas RETURNING *');
      const sums: Record<string, number> = {};
      for (const { id: _, tenant_id: __, campaign_id: ___, ...row } of rows) {
        for (const [name, by] of Object.entries(row)) if (by !== 0) sums[name] = (sums[name] ?? 0) + by;
      }
      return sums;
    },
    kept: () =>
      owner.query<{
        kind: string;
        mailbox_id: number | null;
        delivery_id: number | null;
        pending: boolean;
        raw: Buffer;
      }>('SELECT kind, mailbox_id, delivery_id, pending, raw FROM inbound_messages ORDER BY id'),
    async close() {
      for (const pool of [engine, app, owner]) await pool.close();
      await database.close();
    },
  };
}
