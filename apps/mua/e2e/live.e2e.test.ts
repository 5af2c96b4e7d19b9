import { join } from 'node:path';
import { signIn } from './steps/sign-in.ts';
import { checkPage } from './testing/check-page.ts';
import { expect, test } from './testing/product-test.ts';

const DOCUMENTS = join(import.meta.dirname, '../../../docs/images/live-campaign.png');

test('the live page of a thousand people fills as it goes, pauses, goes on and is canceled', async ({
  page,
  product,
  words,
  picture,
}, info) => {
  const headers = { authorization: `Bearer ${product.api_key}` };
  const post = async (path: string, data: object = {}) => {
    const answer = await page.request.post(`${product.api_url}${path}`, { headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const campaign = await post('/campaigns', {
    name: '秋の新茶のご案内',
    from: `あおぞら通信 <news@${product.sending_domain}>`,
    subject: '{{ name | default: "お客様" }} 様、秋の新茶が入りました',
    html: `<p>{{ name | default: "お客様" }} 様</p>${words.editor.starterHtml}`,
    list_ids: [product.lists.thousand],
  });
  await signIn(page, product);
  await post(`/campaigns/${campaign.id}/send`);
  await page.goto(`/campaigns/${campaign.id}`);
  const live = page.locator('[data-live]');
  const delivered = page.locator('[data-state=delivered] a');
  const count = async () => Number((await delivered.innerText()).replace(/\D/g, ''));

  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(picture ? 300 : 0);
  await page.screenshot({ path: picture ? DOCUMENTS : info.outputPath('live-campaign.png') });
  await page.getByRole('button', { name: words.live.pause }).click();
  await expect(live).toHaveAttribute('data-live', 'paused');
  await checkPage(page);

  await page.getByRole('button', { name: words.live.resume }).click();
  await expect(live).not.toHaveAttribute('data-live', 'paused');

  await page.getByRole('button', { name: words.live.cancel }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.live.cancelNow }).click();
  await expect(live).toHaveAttribute('data-live', 'canceled');
  await expect(page.locator('[data-state=queued] a')).toHaveText(/^\D*0?$/);
});
