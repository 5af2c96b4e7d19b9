import PostalMime from 'postal-mime';
import type { Kept } from '../kept/open-mailbox.ts';
import type { Request, Response, Viewed } from './handle-api.ts';
import { renderList, renderMessage, renderShop } from './render-pages.ts';

const MOST_ROWS = 100;
/**
 * A mail's own HTML: no script, no plug-in, nothing from elsewhere, an origin of its own (`sandbox`). Its links open
 * beside it, as in a mail program.
 */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const page = (body: string): Response => ({ status: 200, type: 'text/html; charset=utf-8', body });

/** The pages for people. Undefined for a path that is none. */
export async function handlePage(request: Request, viewed: Viewed): Promise<Response | undefined> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  const path = request.url.pathname;
  if (path === '/') {
    const to = request.url.searchParams.get('to') || undefined;
    return page(renderList(viewed.mailbox.list(MOST_ROWS, to), viewed.mailbox.counts(), viewed, to));
  }
  if (path.startsWith('/shop/')) return page(renderShop(path + request.url.search));
  const view = /^\/view\/(m\d+)(\/html)?$/.exec(path);
  const kept = view && viewed.mailbox.find(view[1] as string);
  if (!view || !kept) return undefined;
  const parsed = await parseMail(kept);
  if (view[2] === undefined) return page(renderMessage(kept, parsed));
  if (parsed.html === undefined) return undefined;
  const headers = { 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' };
  return { ...page(openBeside(parsed.html)), headers };
}

const openBeside = (html: string): string => {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
};

export type ParsedMail = {
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
};

async function parseMail(kept: Kept): Promise<ParsedMail> {
  try {
    const mail = await PostalMime.parse(kept.raw);
    return { subject: mail.subject ?? '', text: mail.text, html: mail.html };
  } catch {
    // Anybody can send anything to a mailbox; the source is shown all the same.
    return { subject: '', text: undefined, html: undefined };
  }
}
