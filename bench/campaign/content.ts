export type BenchContent = {
  /** Of the body on the wire, about. */
  readonly bytes: number;
  readonly mergeFields: number;
  readonly links: number;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

const PARAGRAPH =
  '<p>This season we bring together forty new pieces from small workshops. Each is made to order, and each comes with the name of the person who made it.</p>\n';
const LINK = (n: number) => `<p><a href="https://shop.example.jp/autumn/${n}?from=mail">商品${n}を見る</a></p>\n`;
const GREETING =
  '<p>{{ name | default: "お客様" }} 様、{{ attributes.city }}の{{ attributes.plan }}会員の皆さまへ、秋の新作をご案内いたします。ポイント残高は{{ attributes.points }}です。</p>\n';
const FOOT = '<p>{{ email }} 宛にお送りしています。<a href="{{ unsubscribe_url }}">配信停止</a></p>';
const TEXT = '{{ name }} 様\n\n秋の新作をご案内いたします。\n';

/** What both parts with eight tracked links weigh without a paragraph, and a paragraph. */
const EMPTY_BYTES = 2_250;
const PARAGRAPH_BYTES = 162;

/**
 * A message of a Japanese shop, text and HTML, with five merge fields and eight links, filled up so that the body,
 * encoded, has about `bytes` (as smtp-source counts them). Below 2 KB it is a short note with one link.
 */
export function benchContent(bytes: number): BenchContent {
  const subject = '{{ name | default: "お客様" }}様、秋の新作のご案内';
  if (bytes < EMPTY_BYTES) {
    const html = `${GREETING}${LINK(1)}${FOOT}`;
    return { bytes, mergeFields: 5, links: 1, subject, html, text: TEXT };
  }
  const paragraphs = Math.round((bytes - EMPTY_BYTES) / PARAGRAPH_BYTES);
  const links = Array.from({ length: 8 }, (_, n) => LINK(n + 1)).join('');
  const html = `<html><body>${GREETING}${PARAGRAPH.repeat(paragraphs)}${links}${FOOT}</body></html>`;
  return { bytes, mergeFields: 5, links: 8, subject, html, text: TEXT };
}
