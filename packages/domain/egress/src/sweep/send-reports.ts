import { withTenant } from '@hikyaku/db';
import { eventNumber } from '@hikyaku/events';
import { type DsnAction, formatDsn } from '@hikyaku/mail';
import { acceptEach, type Mail, NOTIFY } from '@hikyaku/submission';
import { systemScope } from '@hikyaku/tenancy';
import type { EgressWorld } from '../open-world.ts';
import { STATE } from '../state.ts';

/** Reports of one transaction: each may carry a whole message. */
const AT_ONCE = 20;
/** A larger message is returned by its header alone, whatever RET says (RFC 3461 section 4.3 permits it). */
const FULL_BYTES_MAX = 1024 * 1024;

type Owed = {
  delivery_id: number;
  action: number;
  at: Date;
  mail_from: string;
  dsn_full: boolean;
  dsn_envid: string | null;
  created_at: Date;
  address: string;
  orcpt: string | null;
  raw: Buffer;
  state: number;
  code: number | null;
  enhanced: string | null;
  reply: string | null;
  mx_host: string | null;
};

const OWED = `
SELECT o.delivery_id, o.action, o.at, m.mail_from, m.dsn_full, m.dsn_envid, m.created_at, r.address, r.orcpt, c.raw, d.state,
  coalesce(a.code, (e.smtp ->> 'code')::int) AS code, coalesce(a.enhanced, e.smtp ->> 'enhanced') AS enhanced,
  coalesce(a.reply, e.smtp ->> 'text') AS reply, n.mx_host
FROM (SELECT * FROM dsn_reports WHERE sent_at IS NULL ORDER BY at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) o
JOIN recipients r ON r.id = o.delivery_id JOIN deliveries d ON d.id = o.delivery_id
JOIN messages m ON m.id = r.message_id JOIN contents c ON c.id = m.content_id
LEFT JOIN attempts a ON a.delivery_id = o.delivery_id AND a.n = o.attempt
LEFT JOIN connections n ON n.id = a.connection_id
-- A failure that a report of the other side told, after it had said yes: its words are in the event.
LEFT JOIN LATERAL (
  SELECT x.data -> 'smtp' AS smtp FROM events x
  WHERE o.attempt IS NULL AND x.delivery_id = o.delivery_id AND x.type = ${eventNumber('email.bounced')} ORDER BY x.id DESC LIMIT 1
) e ON true
WHERE m.mail_from IS NOT NULL`;

/**
 * Sends the reports that are owed to submitters over SMTP (RFC 3461), as mail of the platform: accepted and ticked off in one
 * transaction, so that each goes once. They leave with an empty reverse path and ask for nothing, so none is ever reported on.
 */
export async function sendReports(world: Pick<EgressWorld, 'db' | 'config' | 'waker' | 'log'>): Promise<void> {
  const { db, config, waker, log } = world;
  for (let found = AT_ONCE; found === AT_ONCE; ) {
    const sent = await withTenant(db, systemScope(), async (sql) => {
      const owed = await sql.query<Owed>(OWED);
      if (owed.length === 0) return { found: 0, due: [] };
      const { answers, due } = await acceptEach(
        sql,
        config,
        owed.map((one) => reportOf(config.platformDomain, one)),
      );
      for (const [at, answer] of answers.entries()) {
        if (!answer.ok) log.warn({ delivery: owed[at]!.delivery_id, detail: answer.detail }, 'a report was refused');
      }
      // What was refused is given up: it would be refused again, and those behind it wait.
      await sql.query(
        `UPDATE dsn_reports SET sent_at = now() FROM unnest($1::bigint[], $2::int[]) AS o (id, action)
         WHERE delivery_id = o.id AND dsn_reports.action = o.action`,
        [owed.map((one) => one.delivery_id), owed.map((one) => one.action)],
      );
      return { found: owed.length, due };
    });
    await waker.wake(sent.due);
    found = sent.found;
  }
}

function reportOf(platformDomain: string, owed: Owed): Mail {
  const id = `dsn.${owed.delivery_id.toString(36)}.${owed.action}`;
  const action = actionOf(owed);
  const raw = formatDsn({
    reportingMta: platformDomain,
    to: owed.mail_from,
    id,
    at: new Date(),
    envid: owed.dsn_envid,
    arrivedAt: owed.created_at,
    original: owed.raw,
    full: owed.dsn_full && owed.raw.length <= FULL_BYTES_MAX,
    recipient: {
      address: owed.address,
      original: owed.orcpt,
      action,
      status: owed.enhanced ?? statusOf(action, owed.state),
      remoteMta: owed.mx_host,
      diagnostic: diagnosticOf(owed),
      lastAttemptAt: owed.reply === null ? null : owed.at,
    },
  });
  return {
    raw,
    nullSender: true,
    fromEmail: `MAILER-DAEMON@${platformDomain}`,
    fromHeader: `Mail Delivery System <MAILER-DAEMON@${platformDomain}>`,
    toHeader: [owed.mail_from],
    subject: 'Delivery report',
    recipients: [owed.mail_from],
    stream: 'transactional',
    source: 'system',
  };
}

/** The reply with its code, which some texts begin with already. */
function diagnosticOf({ code, reply }: Owed): string | null {
  if (!reply) return null;
  return code === null || reply.startsWith(`${code}`) ? reply : `${code} ${reply}`;
}

function actionOf({ action, mx_host }: Owed): DsnAction {
  if (action === NOTIFY.failure) return 'failed';
  if (action === NOTIFY.delay) return 'delayed';
  // What stayed in the house is delivered; what left it may be reported on by nobody else.
  return mx_host === null ? 'delivered' : 'relayed';
}

function statusOf(action: DsnAction, state: number): string {
  if (action === 'delayed') return '4.4.7';
  if (action !== 'failed') return '2.0.0';
  if (state === STATE.expired) return '5.4.7';
  return state === STATE.suppressed ? '5.7.1' : '5.0.0';
}
