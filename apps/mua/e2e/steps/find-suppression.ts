import type { Locator, Page } from '@playwright/test';

/** The rows of the suppression list that name an address. */
export async function findSuppression(page: Page, email: string): Promise<Locator> {
  await page.goto(`/suppressions?q=${encodeURIComponent(email)}`);
  return page.locator('main tbody tr').filter({ hasText: email });
}
