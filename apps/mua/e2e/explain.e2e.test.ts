import { join } from 'node:path';
import { goTo } from './steps/go-to.ts';
import { signIn } from './steps/sign-in.ts';
import { checkPage } from './testing/check-page.ts';
import { expect, test } from './testing/product-test.ts';

const REPORT = [
  'Return-Path: <>',
  'From: MAILER-DAEMON@mx.yama.example (Mail Delivery System)',
  'Subject: Undelivered Mail Returned to Sender',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
  '',
  '--b1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'This is the mail system at host mx.yama.example.',
  '',
  '--b1',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.yama.example',
  '',
  'Final-Recipient: rfc822; suzume@yama.example',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 <suzume@yama.example>: Recipient address',
  '    rejected: User unknown in virtual mailbox table',
  '--b1--',
].join('\n');

const fixtures = join(import.meta.dirname, '../../../packages/base/mail/src/explain/fixtures');

test('a person pastes a mail that came back and reads what it means', async ({ page, product, words }) => {
  const { bounce, reasons } = words;
  const kind = page.locator('[data-kind]');
  const read = page.getByRole('button', { name: bounce.read });
  await signIn(page, product);
  await goTo(page, words, 'explain');

  await test.step('nothing was pasted', async () => {
    await read.click();
    await expect(kind).toHaveAttribute('data-kind', 'other');
    await expect(kind).toContainText(bounce.kinds.empty);
    await checkPage(page);
  });
  await test.step('junk was pasted', async () => {
    await page.locator('#mail').fill('buy milk');
    await read.click();
    await expect(kind).toContainText(bounce.kindAbout.other);
  });
  await test.step('a report was pasted', async () => {
    await page.locator('#mail').fill(REPORT);
    await read.click();
    await expect(kind).toHaveAttribute('data-kind', 'bounce');
    const verdict = page.locator('[data-reason=invalid_recipient]');
    await expect(verdict).toContainText(reasons.invalid_recipient);
    await expect(verdict).toContainText(bounce.meaning.invalid_recipient);
    await expect(verdict.locator('[data-consequence=suppress]')).toContainText(bounce.actions.suppress);
    await expect(kind).toContainText('suzume@yama.example');
    await expect(kind).toContainText(bounce.badges.hard);
    await expect(verdict.locator('mark')).toHaveText('User unknown');
    // The same words in the report itself, in the part that they stand in.
    await expect(page.getByRole('figure').filter({ hasText: 'delivery-status' }).locator('mark')).toContainText([
      'User unknown',
    ]);
    await checkPage(page);
  });
  await test.step('a file was dropped', async () => {
    await page.locator('input[type=file]').setInputFiles(join(fixtures, 'japanese-jis.eml'));
    await expect(page.getByText('japanese-jis.eml')).toBeVisible();
    await expect(kind).toHaveAttribute('data-kind', 'bounce');
    await checkPage(page);
  });
  await test.step('only the answer of a server was pasted', async () => {
    await page.locator('#mail').fill('552 5.2.2 Mailbox full');
    await read.click();
    await expect(kind).toHaveAttribute('data-kind', 'answer');
    await expect(page.locator('[data-consequence=keep]')).toContainText(bounce.actions.keep);
    await expect(kind).toContainText(bounce.badges.soft);
  });
});

test('the passport of somebody who bounced leads to what the server said', async ({ page, product, words }) => {
  await signIn(page, product);
  const from = `news@${product.sending_domain}`;
  const to = `unknown-${Date.now().toString(36)}@walk.example`;
  const headers = { authorization: `Bearer ${product.api_key}` };
  const sent = await page.request.post(`${product.api_url}/emails`, {
    headers,
    data: { from, to, subject: 'x', text: 'x' },
  });
  const { id } = (await sent.json()) as { id: string };
  await expect
    .poll(async () => {
      const found = await page.request.get(`${product.api_url}/emails/${id}`, { headers });
      return ((await found.json()) as { status: string }).status;
    })
    .toBe('bounced');
  await page.goto(`/emails/${id}`);
  await page.getByRole('link', { name: words.passport.explain }).click();
  await page.waitForURL('**/tools/explain?message=msg_*');
  await expect(page.locator('[data-kind=answer] [data-reason=invalid_recipient]')).toContainText(
    words.bounce.meaning.invalid_recipient,
  );
});
