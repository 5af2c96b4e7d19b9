import type { Page } from '@playwright/test';
import type { Words } from '../testing/product-test.ts';

/** Goes to a page by the main navigation, on a small screen through its menu. */
export async function goTo(page: Page, words: Words, key: keyof Words['frame']['nav']): Promise<void> {
  const menu = page.getByRole('button', { name: words.frame.openMenu });
  if (await menu.isVisible()) await menu.click();
  const link = page.getByRole('navigation', { name: words.frame.mainNavigation }).getByRole('link', {
    name: words.frame.nav[key],
    exact: true,
  });
  const path = await link.getAttribute('href');
  await link.click();
  await page.waitForURL((url) => url.pathname === path);
  // Islands act only when their scripts have run.
  await page.waitForLoadState('networkidle');
}
