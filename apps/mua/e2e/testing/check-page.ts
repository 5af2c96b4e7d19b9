import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What every page must be: free of serious findings of axe, with one main heading, and no wider than the screen. */
export async function checkPage(page: Page): Promise<void> {
  await checkWidth(page);
  // The title comes with what is streamed after the first paint, like the rest of the page.
  await expect(page).toHaveTitle(/\S/);
  // What stands in a frame is somebody else's mail.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.html})`).join('; ')}`);
  expect.soft(serious, `axe on ${page.url()}`).toEqual([]);
}

/** One main heading, and nothing beyond the edge of the screen. */
export async function checkWidth(page: Page): Promise<void> {
  await expect(page.locator('h1')).toHaveCount(1);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(wider, `pixels beyond the screen on ${page.url()}`).toBeLessThanOrEqual(0);
}
