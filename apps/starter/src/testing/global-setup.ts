import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestCluster } from '@hikyaku/db/testing';
import type { TestProject } from 'vitest/node';
import { migrateAll } from '../migrations/migrate-all.ts';
import { findFreePort } from './find-free-port.ts';
import { openTestRedis } from './open-test-redis.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');

/** Runs one Postgres and one Redis for all integration tests of a run, in a temporary folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-test-'));
  // Under root the server runs as another account, which has to reach its folder.
  chmodSync(home, 0o755);
  const redis = await openTestRedis();
  const cluster = await openTestCluster(home, await findFreePort(), (logins) => migrateAll(logins, MIGRATIONS));
  const { ownerUrl, appUrl, engineUrl, superUrl } = cluster;
  project.provide('testCluster', { ownerUrl, appUrl, engineUrl, superUrl });
  project.provide('testRedisUrl', redis?.url);
  return async () => {
    await cluster.close();
    await redis?.close();
    rmSync(home, { recursive: true, force: true });
  };
}
