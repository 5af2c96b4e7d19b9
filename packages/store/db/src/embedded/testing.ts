import { inject } from 'vitest';
import { createTestDatabase, type TestCluster, type TestDatabase } from './test-cluster.ts';

export { createTestDatabase, openTestCluster, type TestCluster, type TestDatabase } from './test-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: TestCluster;
    testRedisUrl: string | undefined;
  }
}

/** A fresh, migrated database for one test file. Only in integration tests, whose global setup runs the cluster. */
export const openTestDatabase = (): Promise<TestDatabase> => createTestDatabase(inject('testCluster'));

/** Private Redis of this test run, undefined where there is no redis-server. Use a key prefix or FLUSHDB per file. */
export const testRedisUrl = (): string | undefined => inject('testRedisUrl');
