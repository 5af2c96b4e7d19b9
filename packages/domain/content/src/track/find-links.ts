/** The value of one `href` of an `<a>`: where it stands in the source, without its quotes, and how it is written. */
export type FoundLink = { readonly from: number; readonly to: number; readonly value: string };

/** Elements whose content is no markup. */
const RAW_TEXT = new Set(['style', 'script', 'textarea', 'title', 'xmp']);
const NAME = /[a-z][a-z0-9:-]*/iy;
const ATTRIBUTE = /[^\s"'>/={]+/y;

/**
 * The links of an HTML mail, in order, comments and raw text left out. Liquid in it is stepped over, so that quotes and
 * brackets of a tag or a filter end nothing. One pass whose cost follows the length: the text is a tenant's.
 */
export function findLinks(html: string): FoundLink[] {
  const links: FoundLink[] = [];
  let at = 0;
  while (at < html.length) {
    const character = html[at];
    if (character === '{') at = skipLiquid(html, at);
    else if (character !== '<') at += 1;
    else if (html.startsWith('<!--', at)) at = after(html, '-->', at);
    else at = readTag(html, at, links);
  }
  return links;
}

function readTag(html: string, at: number, links: FoundLink[]): number {
  const name = match(NAME, html, at + 1);
  if (name === '') return at + 1;
  const tag = name.toLowerCase();
  let end = at + 1 + name.length;
  let seen = false;
  while (end < html.length && html[end] !== '>') {
    if (html[end] === '{') {
      end = skipLiquid(html, end);
      continue;
    }
    const attribute = match(ATTRIBUTE, html, end);
    if (attribute === '') {
      end += 1;
      continue;
    }
    const value = readValue(html, end + attribute.length);
    end = value.end;
    if (!value.link || seen || tag !== 'a' || attribute.toLowerCase() !== 'href') continue;
    // Of an attribute that stands twice, the first counts.
    seen = true;
    links.push(value.link);
  }
  return RAW_TEXT.has(tag) ? closingTag(html, tag, end) : end + 1;
}

/** What follows the name of an attribute: `= "..."`, or nothing. */
function readValue(html: string, start: number): { end: number; link?: FoundLink } {
  let at = skipSpace(html, start);
  if (html[at] !== '=') return { end: start };
  at = skipSpace(html, at + 1);
  const quote = html[at] === '"' || html[at] === "'" ? html[at] : '';
  const from = quote ? at + 1 : at;
  let to = from;
  while (to < html.length && !(quote ? html[to] === quote : /[\s>]/.test(html[to]!))) {
    to = html[to] === '{' ? skipLiquid(html, to) : to + 1;
  }
  return { end: quote ? to + 1 : to, link: { from, to, value: html.slice(from, to) } };
}

/** Behind a Liquid output or tag that begins here, else behind the brace. */
function skipLiquid(html: string, at: number): number {
  const closing = html[at + 1] === '{' ? '}}' : html[at + 1] === '%' ? '%}' : '';
  return closing ? after(html, closing, at + 2) : at + 1;
}

/** Behind the next `text`, or the end: what is never closed has nothing behind it. */
function after(html: string, text: string, from: number): number {
  const at = html.indexOf(text, from);
  return at === -1 ? html.length : at + text.length;
}

function closingTag(html: string, tag: string, from: number): number {
  const pattern = new RegExp(`</${tag}`, 'gi');
  pattern.lastIndex = from;
  return pattern.test(html) ? pattern.lastIndex : html.length;
}

function skipSpace(html: string, from: number): number {
  let at = from;
  while (at < html.length && /\s/.test(html[at]!)) at += 1;
  return at;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
