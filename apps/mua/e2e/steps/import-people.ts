import { expect, type Page } from '@playwright/test';
import { checkPage } from '../testing/check-page.ts';
import { BAD_ROW, PEOPLE_COUNT } from '../testing/people-file.ts';
import type { Words } from '../testing/product-test.ts';
import { goTo } from './go-to.ts';

/** Makes a list and brings a file into it; the row without an address is named with its number and reason. */
export async function importPeople(page: Page, words: Words, list: string, file: Buffer): Promise<void> {
  await goTo(page, words, 'lists');
  await page.locator('#name').fill(list);
  await page.getByRole('button', { name: words.lists.create }).click();
  await page.waitForURL('**/lists/lst_*');
  await checkPage(page);

  await page.getByRole('main').getByRole('link', { name: words.contacts.import }).click();
  await page.waitForURL('**/imports?list*');
  await page.waitForLoadState('networkidle');
  await page.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: file });
  await expect(page.locator('#column-0')).toHaveValue('email');
  await expect(page.locator('#column-1')).toHaveValue('name');
  await expect(page.locator('#column-2')).toHaveValue('attributes.city');
  await checkPage(page);
  await page.getByRole('button', { name: words.imports.start }).click();

  await page.waitForURL('**/imports/imp_*');
  await expect(page.locator('[data-import=created]')).toHaveText(String(PEOPLE_COUNT));
  await expect(page.locator('[data-import=skipped]')).toHaveText('1');
  const bad = page.getByRole('row').filter({ hasText: words.imports.reasons.email_no_at_sign });
  await expect(bad).toContainText(String(BAD_ROW));
  await expect(page.getByRole('main')).toContainText(words.imports.statuses.completed);
  await checkPage(page);
}
