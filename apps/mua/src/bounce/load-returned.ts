import { findPassport } from '@hikyaku/campaign';
import { parseId, type TenantSql } from '@hikyaku/db';
import type { ReplyPhase } from '@hikyaku/mail';
import { readAnswer, readBounce } from './read-bounce.ts';
import type { BounceView } from './view.ts';

/** What came back about one recipient: the last report, else the server's last answer. Null when there is neither. */
export async function loadReturned(sql: TenantSql, recipientId: string): Promise<BounceView | null> {
  const row = parseId('message', recipientId);
  const passport = row === null ? null : await findPassport(sql, row, () => '');
  if (!passport) return null;
  const [report] = await sql.query<{ raw: Buffer }>(
    `SELECT raw FROM inbound_messages WHERE tenant_id = $1 AND delivery_id = $2 AND kind IN ('bounce', 'delayed', 'complaint')
     ORDER BY id DESC LIMIT 1`,
    [sql.scope.tenantId, row],
  );
  if (report) return readBounce(report.raw);
  const attempt = passport.attemptList.at(-1);
  if (!attempt?.code) return null;
  const answer = [attempt.code, attempt.enhanced, attempt.reply].filter(Boolean).join(' ');
  return readAnswer(answer, phaseOf(attempt.conversation, attempt.reply));
}

type Line = readonly [offsetMs: number, side: string, text: string];

/** The command that got this reply: others may have been sent behind it in one go (RFC 2920). */
function phaseOf(conversation: readonly Line[], reply: string): ReplyPhase {
  const answered = conversation.findIndex(([, side, text]) => side === 'S' && text.includes(reply.split('\n')[0]!));
  const asked = conversation.slice(0, answered + 1).findLast(([, side]) => side !== 'S')?.[2] ?? '';
  if (/^(?:EHLO|HELO)/.test(asked)) return 'ehlo';
  if (asked.startsWith('MAIL')) return 'mail';
  if (asked.startsWith('DATA')) return 'data';
  return asked === '.' ? 'dot' : 'rcpt';
}
