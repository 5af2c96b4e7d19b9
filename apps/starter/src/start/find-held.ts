import { openClient } from '@hikyaku/db';

/** A line for the console when a restored backup is held and nothing is sent; undefined otherwise. */
export async function findHeld(ownerUrl: string): Promise<string | undefined> {
  const db = await openClient(ownerUrl);
  try {
    const held = await db.query('SELECT 1 FROM egress_hold');
    return held.length > 0
      ? '  HELD: a backup was restored, and nothing is sent until somebody decides: npm run hold, or the dashboard.\n'
      : undefined;
  } finally {
    await db.end();
  }
}
