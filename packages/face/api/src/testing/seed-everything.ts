import type { IdKind } from '@hikyaku/db';
import { formatId } from '@hikyaku/db';
import type { TestApi } from './open-api.ts';

/** One of everything that has an id, of the first tenant. */
export async function seedEverything(api: TestApi): Promise<Record<string, string>> {
  const { call, owner, tenants } = api;
  const post = async (path: string, body: unknown) => {
    const said = await call('POST', path, body);
    if (said.status >= 300) throw new Error(`${path}: ${JSON.stringify(said.body)}`);
    return said.body.id as string;
  };
  const list = await post('/lists', { name: 'People' });
  const tenantId = tenants[0].id;
  const insert = async (kind: IdKind, text: string, values: readonly unknown[]) => {
    const [row] = await owner.query<{ id: number }>(`${text} RETURNING id`, values);
    return { row: row!.id, id: formatId(kind, row!.id) };
  };
  const mailbox = await insert(
    'mailbox',
    `INSERT INTO mailboxes (tenant_id, address) VALUES ($1, 'box@aozora.example')`,
    [tenantId],
  );
  const inbound = await insert(
    'inbound',
    `INSERT INTO inbound_messages (tenant_id, mailbox_id, kind, rcpt_to, raw, sha256) VALUES ($1, $2, 'other', '', '', '')`,
    [tenantId, mailbox.row],
  );
  const imported = await insert('import', 'INSERT INTO imports (tenant_id, size_bytes) VALUES ($1, 0)', [tenantId]);
  const site = await insert('site', "INSERT INTO sites (key) VALUES ('mx:mx.seeded.example')", []);
  return {
    list,
    contact: await post('/contacts', { email: 'taro@shop.example', list_ids: [list] }),
    suppression: await post('/suppressions', { email: 'gone@shop.example' }),
    template: await post('/templates', { name: 'A', subject: 'S', text: 'T' }),
    campaign: await post('/campaigns', {
      name: 'Spring',
      from: 'news@aozora.example',
      subject: 'S',
      text: 'T',
      list_ids: [list],
    }),
    message: await post('/emails', { from: 'a@aozora.example', to: 'b@x.example', subject: 'S', text: 'T' }),
    domain: await post('/domains', { name: 'second.example' }),
    webhook: await post('/webhooks', { url: 'https://hooks.example/', events: ['*'] }),
    import: imported.id,
    mailbox: mailbox.id,
    inbound: inbound.id,
    site: site.id,
  };
}

/** A body with which each call would succeed for its owner. */
export const BODIES: Readonly<Record<string, unknown>> = {
  'POST /emails': { from: 'a@aozora.example', to: 'b@x.example', subject: 'S', text: 'T' },
  'POST /emails/batch': [{ from: 'a@aozora.example', to: 'b@x.example', subject: 'S', text: 'T' }],
  'POST /contacts': { email: 'a@x.example' },
  'POST /contacts/batch': [{ email: 'a@x.example' }],
  'PATCH /contacts/{id}': { name: 'Taken over' },
  'POST /lists': { name: 'More' },
  'PATCH /lists/{id}': { name: 'Taken over' },
  'POST /suppressions': { email: 'a@x.example' },
  'POST /campaigns': { name: 'N', from: 'a@aozora.example', subject: 'S', text: 'T' },
  'PATCH /campaigns/{id}': { name: 'Taken over' },
  'POST /campaigns/{id}/send': {},
  'POST /campaigns/{id}/test': { to: ['a@x.example'] },
  'POST /templates': { name: 'B', subject: 'S', text: 'T' },
  'PATCH /templates/{id}': { name: 'Taken over' },
  'POST /domains': { name: 'third.example' },
  'POST /webhooks': { url: 'https://hooks.example/', events: ['*'] },
  'POST /webhooks/{id}/replay': {},
  'POST /sites/{id}/suspend': { minutes: 10, reason: 'A test' },
  'PUT /shaping': { rows: [] },
  'PUT /answer-rules': { rows: [] },
};
