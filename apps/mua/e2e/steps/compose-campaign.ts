import { expect, type Page } from '@playwright/test';
import { checkPage } from '../testing/check-page.ts';
import type { Words } from '../testing/product-test.ts';
import { goTo } from './go-to.ts';

export type Draft = { name: string; subject: string; html: string; list: string };

/** Opens the composer and writes; the audience counts as soon as the list is chosen. */
export async function composeCampaign(page: Page, words: Words, draft: Draft): Promise<void> {
  await goTo(page, words, 'campaigns');
  await page.getByRole('link', { name: words.campaigns.new, exact: true }).click();
  await page.waitForURL('**/campaigns/new');
  await page.waitForLoadState('networkidle');
  await page.locator('#name').fill(draft.name);
  await page.locator('#subject').fill(draft.subject);
  await page.locator('#html').fill(draft.html);
  await page.getByRole('checkbox', { name: draft.list }).check();
  await expect(page.locator('[data-sendable]')).toBeVisible();
  await checkPage(page);
}
