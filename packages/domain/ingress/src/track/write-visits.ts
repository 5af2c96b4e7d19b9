import { writeDelta } from '@hikyaku/campaign';
import { type Database, enterTenant, mintTenantScope, type Sql } from '@hikyaku/db';
import { STATE } from '@hikyaku/egress';
import { eventNumber, type NewEvent, recordEvents } from '@hikyaku/events';
import { confirmDelivered } from '../receive/confirm-delivered.ts';
import type { Judged } from './judge-visits.ts';

export type Visited = {
  readonly id: number;
  readonly tenantId: number;
  readonly campaignId: number;
  /** In the order in which they came. */
  readonly visits: readonly Judged[];
};

/** A further opening by the same person, and anything a machine does, is told once in this time. */
const QUIET_MS = 3_600_000;

/** When something of a recipient was told last, in ms since 1970, by `<type>:<machine>`. */
type Told = Map<string, number>;

/**
 * Writes what visitors did, in one transaction: events, the counts of campaigns (each recipient once, whatever process
 * heard of it), and the state of those of whom nobody could know. Only people count. The recipients' own rows are locked,
 * which nobody else does, so that sending is never waited for.
 */
export async function writeVisits(engine: Database, visited: readonly Visited[]): Promise<void> {
  const recipients = [...visited].sort((a, b) => a.id - b.id);
  const ids = recipients.map(({ id }) => id);
  await engine.transaction(async (sql) => {
    // A statement of its own: the next one must see what the holder of these locks has written.
    await sql.query('SELECT 1 FROM recipients WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [ids]);
    await confirm(sql, recipients);
    const told = await findTold(sql, ids);
    const events: NewEvent[] = [];
    const counts = new Map<number, { tenantId: number; opened: number; clicked: number }>();
    for (const recipient of recipients) {
      const own = told.get(recipient.id) ?? new Map();
      const before = { opened: own.has(OPENED), clicked: own.has(CLICKED) };
      events.push(...recipient.visits.flatMap((visit) => tell(recipient, visit, own)));
      if (recipient.campaignId === 0) continue;
      const count = counts.get(recipient.campaignId) ?? { tenantId: recipient.tenantId, opened: 0, clicked: 0 };
      if (!before.opened && own.has(OPENED)) count.opened += 1;
      if (!before.clicked && own.has(CLICKED)) count.clicked += 1;
      counts.set(recipient.campaignId, count);
    }
    await recordEvents(sql, events);
    for (const [campaignId, { tenantId, ...delta }] of counts) await writeDelta(sql, tenantId, campaignId, delta);
  });
}

const OPENED = 'email.opened:false';
const CLICKED = 'email.clicked:false';

/** What one visit adds to the timeline. A click by a person implies an opening; many clients show no pictures. */
function tell(recipient: Visited, visit: Judged, told: Told): NewEvent[] {
  const { machine, agent, at } = visit;
  const clicked = visit.link > 0;
  const events: NewEvent[] = [];
  const add = (type: 'email.opened' | 'email.clicked', data: object) => {
    const key = `${type}:${machine}`;
    const last = told.get(key);
    const always = type === 'email.clicked' && !machine;
    if (!always && last !== undefined && at - last < QUIET_MS) return;
    told.set(key, at);
    events.push({
      deliveryId: recipient.id,
      tenantId: recipient.tenantId,
      campaignId: recipient.campaignId,
      type,
      at: new Date(at),
      data: { ...data, user_agent: agent, machine },
      quiet: machine,
    });
  };
  if (!clicked) add('email.opened', {});
  else {
    if (!machine && !told.has(OPENED)) add('email.opened', { by: 'click' });
    add('email.clicked', { url: visit.url, link: visit.link });
  }
  return events;
}

/** A person who opens or clicks has got it. */
async function confirm(sql: Sql, recipients: readonly Visited[]): Promise<void> {
  const people = recipients.filter(({ visits }) => visits.some(({ machine }) => !machine)).map(({ id }) => id);
  const unknown = await sql.query<{ id: number; tenant_id: number }>(
    'SELECT id, tenant_id FROM deliveries WHERE id = ANY ($1) AND state = $2 ORDER BY id',
    [people, STATE.unconfirmed],
  );
  for (const { id, tenant_id } of unknown) {
    await confirmDelivered(await enterTenant(sql, mintTenantScope(tenant_id, 'link')), id);
  }
}

async function findTold(sql: Sql, ids: readonly number[]): Promise<Map<number, Told>> {
  const rows = await sql.query<{
    delivery_id: number;
    type: 'email.opened' | 'email.clicked';
    machine: boolean;
    at: Date;
  }>(
    `SELECT delivery_id, CASE type WHEN $2 THEN 'email.opened' ELSE 'email.clicked' END AS type,
       data -> 'machine' = 'true' AS machine, max(at) AS at
     FROM events WHERE delivery_id = ANY ($1) AND type IN ($2, $3) GROUP BY 1, 2, 3`,
    [ids, eventNumber('email.opened'), eventNumber('email.clicked')],
  );
  const told = new Map<number, Told>();
  for (const { delivery_id, type, machine, at } of rows) {
    const own: Told = told.get(delivery_id) ?? new Map();
    told.set(delivery_id, own.set(`${type}:${machine}`, at.getTime()));
  }
  return told;
}
