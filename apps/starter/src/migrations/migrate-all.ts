import { migrate } from '@hikyaku/db';

/** Brings the product's tables up to date as the owner. Returns the names of what was applied. */
export async function migrateAll(logins: { ownerUrl: string }, folder: string): Promise<string[]> {
  return migrate(logins.ownerUrl, folder);
}
