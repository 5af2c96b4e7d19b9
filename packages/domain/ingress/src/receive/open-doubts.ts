import type { Sql } from '@hikyaku/db';
import type { Inbound } from './inbound.ts';

/**
 * Mails of which nobody knows whether their sender heard our 250: it may send them once more, and a mailbox must not show
 * them twice. They are those that were kept just before this process began, those whose session broke before the reply, and
 * those whose commit was not answered. Each doubt is used up by the mail that it finds: the same bytes are otherwise another mail.
 */
export type Doubts = {
  add(mailboxId: number, mail: Inbound): void;
  /** The id under which this very mail is kept already, if it is one of them. */
  settle(mailboxId: number, mail: Inbound): Promise<number | undefined>;
};

const KEPT_MAX = 10_000;
/** How far back in a mailbox a doubtful mail is looked for. */
const NEWEST = 10_000;

export function openDoubts(sql: Sql): Doubts {
  const doubts = new Set<string>();
  const keyOf = (mailboxId: number, sha256: Buffer) => `${mailboxId}:${sha256.toString('base64')}`;
  const add = (key: string) => {
    if (doubts.size >= KEPT_MAX) doubts.delete(doubts.keys().next().value!);
    doubts.add(key);
  };
  const load = async () => {
    const rows = await sql.query<{ mailbox_id: number; sha256: Buffer }>(
      `SELECT mailbox_id, sha256 FROM (SELECT * FROM inbound_messages ORDER BY id DESC LIMIT ${KEPT_MAX / 2}) AS newest
       WHERE mailbox_id IS NOT NULL AND message_id <> '' AND received_at > now() - interval '1 day' ORDER BY id`,
    );
    for (const row of rows) add(keyOf(row.mailbox_id, row.sha256));
  };
  let loaded: Promise<void> | undefined;

  return {
    add(mailboxId, mail) {
      if (mail.messageId !== '') add(keyOf(mailboxId, mail.sha256));
    },
    async settle(mailboxId, mail) {
      loaded ??= load().catch((error) => {
        // The database is away: nothing is taken now, and the next mail asks again.
        loaded = undefined;
        throw error;
      });
      await loaded;
      if (mail.messageId === '' || !doubts.delete(keyOf(mailboxId, mail.sha256))) return undefined;
      const [row] = await sql.query<{ id: number }>(
        `SELECT id FROM (SELECT id, sha256 FROM inbound_messages WHERE mailbox_id = $1 ORDER BY id DESC LIMIT ${NEWEST}) AS newest
         WHERE sha256 = $2 LIMIT 1`,
        [mailboxId, mail.sha256],
      );
      return row?.id;
    },
  };
}
