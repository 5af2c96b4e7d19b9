import { addWebhook } from './steps/add-webhook.ts';
import { composeCampaign } from './steps/compose-campaign.ts';
import { excludePerson } from './steps/exclude-person.ts';
import { findSuppression } from './steps/find-suppression.ts';
import { goTo } from './steps/go-to.ts';
import { importPeople } from './steps/import-people.ts';
import { sendCampaign } from './steps/send-campaign.ts';
import { signIn } from './steps/sign-in.ts';
import { checkPage } from './testing/check-page.ts';
import { openWebhookReceiver } from './testing/open-webhook-receiver.ts';
import { formatPeopleFile, makePeople, PEOPLE_COUNT } from './testing/people-file.ts';
import { expect, test } from './testing/product-test.ts';

test('a campaign goes from a file to every person and back', async ({ page, product, words, language }) => {
  const stamp = Date.now().toString(36);
  const people = makePeople(stamp);
  const { file, reader } = formatPeopleFile(people, language);
  const list = `${words.lists.new} ${stamp}`;
  const draft = {
    name: `${words.campaigns.new} ${stamp}`,
    subject: `{{ name | default: "${words.editor.sampleName}" }} ${stamp}`,
    html: `<p>{{ attributes.city }}</p>${words.editor.starterHtml}`,
    list,
  };
  const receiver = await openWebhookReceiver();
  const sendable = page.locator('[data-sendable]');
  const live = page.locator('[data-live]');
  let secret = '';
  let campaign = '';
  let passport = '';
  let unsubscribe = '';

  await test.step('sign in', async () => {
    await signIn(page, product);
    await checkPage(page);
  });
  await test.step('import contacts', () => importPeople(page, words, list, file));
  await test.step('exclude one by hand', () => excludePerson(page, words, people.excluded));
  await test.step('add a webhook', async () => {
    secret = await addWebhook(page, words, receiver.url);
  });

  await test.step('compose, and look at it as a contact', async () => {
    await composeCampaign(page, words, draft);
    await page.locator('#preview-contact').fill(people.reader);
    await expect(page.locator('[data-preview-subject]')).toContainText(`${reader.name} ${stamp}`);
    await expect(page.getByTitle(words.editor.previewFrame)).toHaveAttribute('srcdoc', new RegExp(reader.city));
  });
  await test.step('see the audience and who is left out', async () => {
    await expect(sendable).toHaveAttribute('data-sendable', String(PEOPLE_COUNT - 1));
    await expect(page.getByRole('main')).toContainText(words.editor.exclusions.suppressed);
  });
  await test.step('send a test', async () => {
    const tester = `tester-${stamp}@walk.example`;
    await page.locator('#test-to').fill(tester);
    await page.getByRole('button', { name: words.editor.testSend }).click();
    await expect
      .poll(async () => {
        const found = await page.request.get(`${product.sandbox.url}/messages?to=${tester}`);
        return ((await found.json()) as unknown[]).length;
      })
      .toBe(1);
  });
  await test.step('send, and watch it until it is done', async () => {
    await sendCampaign(page, words, PEOPLE_COUNT - 1);
    campaign = page.url();
    await expect(live).toHaveAttribute('data-live', 'completed', { timeout: 60_000 });
    await expect(page.locator('[data-state=delivered] a')).toContainText(String(PEOPLE_COUNT - 2));
    await expect(page.locator('[data-state=bounced] a')).toContainText('1');
    await checkPage(page);
  });
  await test.step('open a number down to a person and the words on the wire', async () => {
    await page.locator('[data-state=bounced] a').click();
    await page.waitForURL('**/recipients?status=bounced');
    await checkPage(page);
    await page.getByRole('link', { name: people.unknown }).click();
    await page.waitForURL('**/emails/msg_*');
    await expect(page.locator('details')).toContainText(`RCPT TO:<${people.unknown}>`);
    await expect(page.locator('details')).toContainText('550 5.1.1');
    await checkPage(page);
  });
  await test.step('a person who was tried again shows each attempt', async () => {
    await page.goto(`${campaign}/recipients?status=delivered`);
    await page.getByRole('link', { name: people.deferred }).click();
    await page.waitForURL('**/emails/msg_*');
    await expect(page.locator('details')).toHaveCount(3);
  });
  await test.step('the bounce is suppressed', async () => {
    await expect(await findSuppression(page, people.unknown)).toHaveCount(1);
  });
  await test.step('the webhook has signed events', async () => {
    const has = (type: string, email: string) =>
      receiver.read(secret).some((event) => event.type === type && event.email === email);
    await expect.poll(() => has('email.delivered', people.reader)).toBe(true);
    await expect.poll(() => has('email.bounced', people.unknown)).toBe(true);
    expect(receiver.read(secret).filter((event) => !event.isSigned)).toEqual([]);
    await goTo(page, words, 'webhooks');
    await page.getByRole('link', { name: receiver.url }).click();
    await page.waitForURL('**/webhooks/whk_*');
    await checkPage(page);
  });
  await test.step('the unsubscribe page asks first, and acts when told', async () => {
    await page.goto(`${campaign}/recipients?status=delivered`);
    await page.getByRole('link', { name: people.reader }).click();
    await page.waitForURL('**/emails/msg_*');
    passport = page.url();
    const header = await page.locator('dd').filter({ hasText: '/u/' }).first().innerText();
    unsubscribe = /http:[^>\s]+\/u\/[^>\s]+/.exec(header)?.[0] ?? '';
    await page.goto(unsubscribe);
    await checkPage(page);
    await expect(await findSuppression(page, people.reader)).toHaveCount(0);
    await page.goto(unsubscribe);
    await page.getByRole('button').click();
    await expect(page.getByRole('button')).toHaveCount(0);
    await page.goto(passport);
    await expect(page.getByRole('main')).toContainText(words.facts.unsubscribed);
  });
  await test.step('and keeps the next campaign away', async () => {
    await composeCampaign(page, words, draft);
    await expect(sendable).toHaveAttribute('data-sendable', String(PEOPLE_COUNT - 3));
  });
  await test.step('the reply is read in the inbox', async () => {
    await goTo(page, words, 'inbox');
    await page.getByRole('link', { name: `news@${product.sending_domain}` }).click();
    await page.getByRole('link', { name: people.answering }).click();
    await page.waitForURL('**/inbox/inb_*');
    await expect(page.getByRole('link', { name: words.inbox.answers })).toBeVisible();
    await checkPage(page);
  });
  await test.step('the webhook is removed', async () => {
    await goTo(page, words, 'webhooks');
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('button', { name: words.webhooks.delete, exact: true }).click();
    await expect(page.getByRole('link', { name: receiver.url })).toHaveCount(0);
    await receiver.close();
  });
});
