import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/generated/**', '**/.next/**', '.cache/**', '.hikyaku/**'];
const FOLDERS = '{apps,packages,bench,examples}';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${FOLDERS}/**/*.test.{ts,tsx}`],
          exclude: [...exclude, '**/*.{integration,system,e2e}.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${FOLDERS}/**/*.integration.test.{ts,tsx}`],
          exclude,
          globalSetup: ['apps/starter/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['apps/starter/src/**/*.system.test.ts'],
          exclude,
          globalSetup: ['apps/starter/src/testing/system-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
