import { migrate } from '@hikyaku/db';
import { migrateQueue } from '@hikyaku/queue';

/** Brings the product's tables and the queue's up to date as the owner. Returns the names of what was applied. */
export async function migrateAll(logins: { ownerUrl: string }, folder: string): Promise<string[]> {
  const applied = await migrate(logins.ownerUrl, folder);
  await migrateQueue(logins.ownerUrl);
  return applied;
}
