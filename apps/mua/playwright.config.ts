import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import type { Demo, ProductOptions } from './e2e/testing/product-test.ts';

// `npm test` names the product that it started; by hand it is the one that `npm start` runs.
const demoFile = process.env.HIKYAKU_TEST_DEMO ?? join(import.meta.dirname, '../../.hikyaku/demo.json');
const demo = existsSync(demoFile) ? (JSON.parse(readFileSync(demoFile, 'utf8')) as Demo) : undefined;

export default defineConfig<ProductOptions>({
  testDir: 'e2e',
  testMatch: '**/*.e2e.test.ts',
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  use: {
    baseURL: demo?.url,
    demo,
    // Set to 1, the picture of the live page in the documents is taken again.
    picture: process.env.HIKYAKU_TEST_PICTURE === '1',
    timezoneId: 'Asia/Tokyo',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] },
  },
  projects: [
    {
      name: 'desktop',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1280, height: 800 },
        locale: 'ja-JP',
        language: 'ja',
        otherLanguage: 'en',
      },
    },
    {
      name: 'phone',
      // The thousand people and their picture are needed once.
      testIgnore: '**/live.e2e.test.ts',
      use: {
        ...devices['Pixel 7'],
        viewport: { width: 390, height: 844 },
        locale: 'en-US',
        language: 'en',
        otherLanguage: 'ja',
      },
    },
  ],
});
