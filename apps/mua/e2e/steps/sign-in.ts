import type { Page } from '@playwright/test';
import type { Demo } from '../testing/product-test.ts';

/** Signs the demo's person in; ends on the home page. */
export async function signIn(page: Page, product: Demo): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[type=email]').fill(product.email);
  await page.locator('input[type=password]').fill(product.password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL('/');
}
