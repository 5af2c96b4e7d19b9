import { signIn } from './steps/sign-in.ts';
import { checkPage, checkWidth } from './testing/check-page.ts';
import { expect, test } from './testing/product-test.ts';

// The walk is in one language by daylight; here is the other one at night.
test.use({
  language: ({ otherLanguage }, use) => use(otherLanguage),
  locale: ({ otherLanguage }, use) => use(otherLanguage),
  colorScheme: 'dark',
});

/** Pages of one thing, opened by the first link of a list. */
const DETAILS = [
  ['/campaigns', '/campaigns/cmp_'],
  ['/contacts', '/contacts/con_'],
  ['/lists', '/lists/lst_'],
  ['/activity', '/emails/msg_'],
  ['/settings/domains', '/settings/domains/dom_'],
  ['/operator/tenants', '/operator/tenants/ten_'],
] as const;

test('every page of the navigation is fit for use', async ({ page, product, words }, info) => {
  // Rules and colours are the same at both widths, so the slow part is done once.
  const check = info.project.name === 'desktop' ? checkPage : checkWidth;
  for (const path of ['/sign-in', '/sign-in/link', '/sign-up']) {
    await page.goto(path);
    await check(page);
  }
  await signIn(page, product);
  const links = page.getByRole('navigation', { name: words.frame.mainNavigation, includeHidden: true }).locator('a');
  const menu = page.getByRole('button', { name: words.frame.openMenu });
  if (await menu.isVisible()) await menu.click();
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(paths.length).toBeGreaterThan(10);
  for (const path of new Set([...paths, '/profile'])) {
    await test.step(path, async () => {
      await page.goto(path);
      await check(page);
    });
  }
  for (const [from, to] of DETAILS) {
    await page.goto(from);
    await page.locator(`main tbody a[href^="${to}"]`).first().click();
    await page.waitForURL(`**${to}*`);
    await check(page);
  }
});
