import { expect, type Page } from '@playwright/test';
import { checkPage } from '../testing/check-page.ts';
import type { Words } from '../testing/product-test.ts';

/** Confirms the number of people and sends; ends on the live page. */
export async function sendCampaign(page: Page, words: Words, people: number): Promise<void> {
  await page.getByRole('button', { name: words.send.open }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(words.send.title.replace('{count}', String(people)));
  await checkPage(page);
  await dialog.getByRole('button', { name: words.send.now.replace('{count}', String(people)) }).click();
  await page.waitForURL(/\/campaigns\/cmp_[a-z0-9]+$/);
  await expect(page.locator('[data-live]')).toBeVisible();
}
