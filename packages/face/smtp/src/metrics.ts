import { counter, gauge } from '@hikyaku/log';
import type { Reply } from './reply.ts';

/** What a server of this program counts. */
export function smtpMetrics(program: string) {
  const sessions = counter('hikyaku_smtp_sessions_total', 'SMTP sessions that were opened', ['program']);
  const open = gauge('hikyaku_smtp_sessions_open', 'SMTP sessions open now', ['program']);
  const accepted = counter('hikyaku_smtp_messages_total', 'Messages taken over SMTP', ['program']);
  const refused = counter('hikyaku_smtp_refusals_total', 'Replies that refused something', [
    'program',
    'code',
    'status',
  ]);
  return {
    opened() {
      sessions.inc({ program });
      open.inc({ program });
    },
    closed: () => open.dec({ program }),
    accepted: () => accepted.inc({ program }),
    refused: (given: Reply) => refused.inc({ program, code: String(given.code), status: given.enhanced }),
  };
}
