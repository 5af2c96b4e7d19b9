import { randomBytes } from 'node:crypto';
import type { Keyring } from '@hikyaku/config';
import { formatId, type TenantSql } from '@hikyaku/db';
import { type FieldError, ok, type Result, refuse, writeAudit } from '@hikyaku/tenancy';
import { EVENT_TYPES } from '../event-types.ts';
import { type EndpointRules, refuseEndpoint } from './endpoint-rules.ts';

const WEBHOOKS_MAX = 50;

const FAMILY = /^(?:\*|(?:email|contact|campaign|domain)\.\*)$/;
const OTHER = /^(?:contact|campaign|domain)\.[a-z_]{1,40}$/;

const isEvent = (name: string): boolean =>
  FAMILY.test(name) || OTHER.test(name) || (EVENT_TYPES as readonly string[]).includes(name);

/** Makes an endpoint. The secret (`whsec_` + 24 bytes in base64) is answered this once and kept sealed. */
export async function createWebhook(
  sql: TenantSql,
  keyring: Keyring,
  rules: EndpointRules,
  wanted: { readonly url: string; readonly events: readonly string[] },
): Promise<Result<{ id: number; secret: string }>> {
  const errors: FieldError[] = wanted.events.flatMap((name, at) =>
    isEvent(name) ? [] : [{ path: `events.${at}`, message: `there is no event type ${JSON.stringify(name)}` }],
  );
  if (wanted.events.length === 0) errors.push({ path: 'events', message: 'name at least one event type, or "*"' });
  const wrong = refuseEndpoint(wanted.url, rules);
  if (wrong) errors.unshift({ path: 'url', message: wrong });
  if (errors.length > 0) return refuse(422, 'invalid', errors[0]!.message, errors);
  const [count] = await sql.query<{ n: number }>('SELECT count(*) AS n FROM webhooks WHERE tenant_id = $1', [
    sql.scope.tenantId,
  ]);
  if (count!.n >= WEBHOOKS_MAX) return refuse(409, 'webhooks', `At most ${WEBHOOKS_MAX} webhooks: delete one first.`);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const [row] = await sql.query<{ id: number }>(
    'INSERT INTO webhooks (tenant_id, url, events, secret) VALUES ($1, $2, $3, $4) RETURNING id',
    [sql.scope.tenantId, wanted.url, [...new Set(wanted.events)], keyring.seal('webhook', secret)],
  );
  await writeAudit(sql, 'webhook.create', formatId('webhook', row!.id), { url: wanted.url, events: wanted.events });
  return ok({ id: row!.id, secret });
}
