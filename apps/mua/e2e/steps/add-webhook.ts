import type { Page } from '@playwright/test';
import { checkPage } from '../testing/check-page.ts';
import type { Words } from '../testing/product-test.ts';
import { goTo } from './go-to.ts';

/** Adds an endpoint for all events; returns its secret, which is shown this once. */
export async function addWebhook(page: Page, words: Words, url: string): Promise<string> {
  await goTo(page, words, 'webhooks');
  await page.locator('#url').fill(url);
  await page.getByRole('button', { name: words.webhooks.create }).click();
  const secret = await page.locator('[data-secret]').innerText();
  await checkPage(page);
  return secret.trim();
}
