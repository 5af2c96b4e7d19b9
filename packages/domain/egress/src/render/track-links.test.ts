import { openKeyring } from '@hikyaku/config';
import { listLinks } from '@hikyaku/content';
import { generateDkimKey, readMessage } from '@hikyaku/mail';
import { composeEmail, openTrackingLinks } from '@hikyaku/submission';
import { expect, test } from 'vitest';
import { openContents } from './load-content.ts';
import { renderMessage } from './render-message.ts';

const keyring = openKeyring('a'.repeat(64));
const world = { keyring, url: 'http://127.0.0.1:3000', bounceDomain: 'bounces.test', platformDomain: 'hikyaku.test' };
const recipient = { id: 2 ** 46 + 5, address: 'a@b.example', email: 'a@b.example', merge: { name: '山田 <太郎>' } };
const links = openTrackingLinks(keyring);
const sealedKey = keyring.seal('dkim', generateDkimKey().privateKeyPem);

const row = (over: object) => ({
  id: 7,
  tenant_id: 2,
  kind: 0,
  from_email: 'news@aozora.example',
  from_name: 'Aozora',
  reply_to: null,
  subject: 'Hi {{ name }}',
  html: null,
  text: null,
  raw: null,
  dkim_domain: 'aozora.example',
  dkim_selector: 'hk1',
  frozen_at: new Date('2026-01-02T03:04:05Z'),
  track_opens: false,
  links: null,
  tracking_domain: null,
  dkim_private_key: sealedKey,
  ...over,
});

async function render(over: object, stream = 1) {
  const contentOf = openContents({ query: async () => [row(over)] as never[] }, keyring);
  const rendered = await renderMessage(world, await contentOf(7), recipient, { campaignId: 3, stream });
  if (!rendered.ok) throw new Error(rendered.detail);
  return { bytes: rendered.bytes, mail: await readMessage(rendered.bytes) };
}

const read = (url: string) => {
  const { pathname, searchParams } = new URL(url);
  return links.parse(pathname.slice('/t/'.length), searchParams.get('u'));
};
const hrefs = (html: string | null) => [...(html ?? '').matchAll(/<a href="([^"]*)"/g)].map((match) => match[1]!);

const html = `<html><body><p>{{ name }}</p><a href="https://shop.example/?a=1&amp;b=2">1</a>
<a href="https://shop.example/{{ name | url_encode }}">2</a><a href="{{ unsubscribe_url }}">u</a></body></html>`;
const text = 'https://shop.example/?a=1&b=2 {{ unsubscribe_url }}';

test('each recipient of a campaign gets signed links of their own, the text none', async () => {
  const { mail, bytes } = await render({ html, text, track_opens: true, links: listLinks(html) });
  const [first, merged, unsubscribe] = hrefs(mail.html);
  const of = { contentId: 7, deliveryId: recipient.id };
  expect(read(first!)).toEqual({ ...of, number: 1, target: undefined });
  const target = 'https://shop.example/%E5%B1%B1%E7%94%B0+%3C%E5%A4%AA%E9%83%8E%3E';
  expect(read(merged!)).toEqual({ ...of, number: 2, target });
  expect(unsubscribe).toMatch(/^http:\/\/127\.0\.0\.1:3000\/u\//);
  const [, picture] = /<img src="([^"]*)"[^>]*><\/body>/.exec(mail.html!)!;
  expect(read(picture!)).toEqual({ ...of, number: 0, target: undefined });
  expect(mail.text).toMatch(/^https:\/\/shop\.example\/\?a=1&b=2 http:\/\/127\.0\.0\.1:3000\/u\//);
  const again = await render({ html, text, track_opens: true, links: listLinks(html) });
  expect(again.bytes.equals(bytes)).toBe(true);
  for (const line of bytes.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
});

test('nothing is followed that was switched off', async () => {
  const { mail } = await render({ html, text });
  expect(hrefs(mail.html)[0]).toBe('https://shop.example/?a=1&amp;b=2');
  expect(mail.html).not.toContain('<img');
  const clicks = await render({ html, text, links: listLinks(html) });
  expect(clicks.mail.html).not.toContain('<img');
  const opens = await render({ html, text, track_opens: true });
  expect(hrefs(opens.mail.html)[0]).toBe('https://shop.example/?a=1&amp;b=2');
  expect(opens.mail.html).toContain('<img');
});

test("links stand on the tenant's own host when there is one", async () => {
  const { mail } = await render({ html, links: listLinks(html), tracking_domain: 'track.aozora.example' });
  expect(hrefs(mail.html)[0]).toMatch(/^http:\/\/track\.aozora\.example:3000\/t\//);
});

const letter = '<p>{{ 東京 }}</p><a href="https://shop.example/x?y=1">x</a>';
test.each([
  ['html and text', { text: 'https://shop.example/x?y=1' }],
  ['html alone', {}],
  ['with a file', { text: 'hi', attachments: [{ filename: 'a.txt', content: Buffer.from('hikyaku-html-') }] }],
])('a submitted message is followed for each recipient: %s', async (_name, more) => {
  const composed = await composeEmail({
    from: 'Aozora <a@aozora.example>',
    to: ['a@b.example', 'c@d.example'],
    subject: 'こんにちは',
    html: letter,
    stream: 'transactional',
    source: 'rest',
    trackOpens: true,
    trackClicks: true,
    ...more,
  });
  if (!composed.ok) throw new Error(composed.detail);
  const { raw, tracked } = composed.value;
  const { mail } = await render({ kind: 1, raw, html: tracked!.html, links: tracked!.links, track_opens: true }, 0);
  expect(read(hrefs(mail.html)[0]!)).toMatchObject({ deliveryId: recipient.id, number: 1 });
  expect(mail.html).toContain('<p>{{ 東京 }}</p>');
  expect(mail.html).toContain('<img src="http://127.0.0.1:3000/t/7.');
  expect(mail.subject).toBe('こんにちは');
  if ('text' in more) expect(mail.text?.trim()).toBe(more.text);
  if ('attachments' in more) expect(mail.attachments).toMatchObject([{ filename: 'a.txt' }]);
});
