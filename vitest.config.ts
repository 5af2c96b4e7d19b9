import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/generated/**', '**/.next/**', '.cache/**', '.hikyaku/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,bench,examples}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.{integration,system,e2e}.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,bench,examples}/**/*.integration.test.{ts,tsx}'],
          exclude,
          globalSetup: ['apps/starter/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
