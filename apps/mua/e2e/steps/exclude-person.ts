import { expect, type Page } from '@playwright/test';
import { checkPage } from '../testing/check-page.ts';
import type { Words } from '../testing/product-test.ts';
import { goTo } from './go-to.ts';

/** Puts an address on the suppression list by hand. */
export async function excludePerson(page: Page, words: Words, email: string): Promise<void> {
  await goTo(page, words, 'suppressions');
  await page.locator('#email').fill(email);
  await page.getByRole('button', { name: words.suppressions.addNow, exact: true }).click();
  await expect(page.getByText(words.suppressions.added)).toBeVisible();
  await checkPage(page);
}
