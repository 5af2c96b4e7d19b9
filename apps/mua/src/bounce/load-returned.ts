import { findMessage, findPassport } from '@hikyaku/campaign';
import { parseId, type TenantSql } from '@hikyaku/db';
import type { ReplyPhase } from '@hikyaku/mail';
import { readAnswer, readBounce } from './read-bounce.ts';
import type { BounceView } from './view.ts';

/** What came back about one recipient: the last report, else the server's last answer. Null when there is neither. */
export async function loadReturned(sql: TenantSql, id: string): Promise<BounceView | null> {
  const row = parseId('message', id);
  const message = row === null ? null : await findMessage(sql, row);
  if (!message) return null;
  const recipient = message.recipients.find((one) => one.id === row) ?? message.recipients[0];
  if (!recipient) return null;
  const [report] = await sql.query<{ raw: Buffer }>(
    `SELECT raw FROM inbound_messages WHERE tenant_id = $1 AND delivery_id = $2 AND kind IN ('bounce', 'delayed', 'complaint')
     ORDER BY id DESC LIMIT 1`,
    [sql.scope.tenantId, recipient.id],
  );
  if (report) return readBounce(report.raw);
  const passport = await findPassport(sql, recipient.id, () => '');
  const attempt = passport?.attemptList.at(-1);
  if (!attempt?.code) return null;
  const asked = attempt.conversation.findLast(([, side]) => side !== 'S')?.[2] ?? '';
  return readAnswer([attempt.code, attempt.enhanced, attempt.reply].filter(Boolean).join(' '), phaseOf(asked));
}

/** By the last thing that we said. */
function phaseOf(asked: string): ReplyPhase {
  if (/^(?:EHLO|HELO)/.test(asked)) return 'ehlo';
  if (asked.startsWith('MAIL')) return 'mail';
  if (asked.startsWith('RCPT')) return 'rcpt';
  return asked.startsWith('DATA') ? 'data' : 'dot';
}
