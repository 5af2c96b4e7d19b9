import { openClient } from '@hikyaku/db';
import type { Demo } from '../testing/open-product.ts';

/** What came back about the mail to this address, by kind, oldest first: reports stand in no mailbox that the API shows. */
export async function returnedKinds(demo: Pick<Demo, 'database_url'>, email: string): Promise<string[]> {
  const db = await openClient(demo.database_url);
  try {
    const rows = await db.query<{ kind: string }>(
      `SELECT m.kind FROM inbound_messages m JOIN recipients r ON r.id = m.delivery_id WHERE r.email = $1 ORDER BY m.id`,
      [email],
    );
    return rows.map((row) => row.kind);
  } finally {
    await db.end();
  }
}
