import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@hikyaku/db';
import { openTestCluster } from '@hikyaku/db/testing';
import { migrateQueue } from '@hikyaku/queue';
import { findPort } from '../testing/find-port.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');

/**
 * A Postgres of its own, since rounds stop and kill it. A commit is on its way to the disk when it is answered, as in
 * production; that the disk keeps it through a loss of power is not what is tried here.
 */
export async function openCluster() {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-chaos-postgres-'));
  // Under root the server runs as another account, which has to reach its folder.
  chmodSync(home, 0o755);
  const migrateAll = async ({ ownerUrl }: { ownerUrl: string }) => {
    await migrate(ownerUrl, MIGRATIONS);
    await migrateQueue(ownerUrl);
  };
  const cluster = await openTestCluster(home, await findPort(), migrateAll, { synchronous_commit: 'on' });
  return {
    ...cluster,
    async close() {
      await cluster.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
