import type { Counts, Kept } from '../kept/open-mailbox.ts';
import type { Viewed } from './handle-api.ts';
import type { ParsedMail } from './handle-page.ts';

const MOST_DOMAINS_SHOWN = 50;
const MOST_SOURCE_BYTES = 524_288;

const STYLE = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem}h2{font-size:1rem;margin-top:1.5rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere;vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.8rem;max-height:40rem;overflow:auto}
iframe{width:100%;height:34rem;border:1px solid #8884;background:#fff}.note{background:#fc03;padding:.5rem .8rem}
.scroll{overflow-x:auto}nav a{margin-right:1rem}a{color:LinkText}`;

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const layout = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><nav><a href="/">Messages</a><a href="/counts">Counts</a><a href="/personalities">Personalities</a></nav>${body}</body></html>`;

const row = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${heads[0]}"><table><thead><tr>${heads
    .map((head) => `<th scope="col">${head}</th>`)
    .join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;

/** The start page: counts, the newest messages, the receivers. */
export function renderList(messages: readonly Kept[], counts: Counts, viewed: Viewed, to: string | undefined): string {
  const newest = messages.map((kept) =>
    row([
      `<a href="/view/${kept.id}">${kept.receivedAt.toISOString()}</a>`,
      `<a href="/?to=${encodeURIComponent(kept.rcptTo)}">${escapeHtml(kept.rcptTo)}</a>`,
      escapeHtml(kept.mailFrom || '<>'),
      escapeHtml(kept.messageId ?? ''),
    ]),
  );
  const domains = Object.entries(counts.by_domain).sort((a, b) => b[1] - a[1]);
  const shown = domains.slice(0, MOST_DOMAINS_SHOWN).map(([domain, count]) => row([escapeHtml(domain), String(count)]));
  const receivers = viewed.personalities.map((one) => {
    const address = `${one.match.localPart ? `${one.match.localPart}@` : ''}${one.match.domain}`;
    return row([escapeHtml(address), escapeHtml(one.about)]);
  });
  const note = viewed.hasOwnAddresses
    ? ''
    : '<p class="note">This system has no addresses in 127.0.0.0/8 beside 127.0.0.1: receivers that act before RCPT act at RCPT.</p>';
  return layout(
    'Sandbox',
    `<main><h1>Sandbox: ${to === undefined ? 'mail that was accepted' : `mail to ${escapeHtml(to)}`}</h1>
<p>Nothing here left this machine.</p>${note}
<p>${counts.accepted} accepted, ${counts.duplicates} duplicates, ${counts.violations} limits exceeded.</p>
<h2>Newest messages</h2>${table(['Received', 'Recipient', 'Return-path', 'Message-ID'], newest)}
<h2>By domain${domains.length > MOST_DOMAINS_SHOWN ? ` (the first ${MOST_DOMAINS_SHOWN} of ${domains.length})` : ''}</h2>${table(['Domain', 'Accepted'], shown)}
<h2>Receivers</h2>${table(['Who', 'What it does'], receivers)}</main>`,
  );
}

/** One message: its HTML in a frame without scripts, its text, its source. */
export function renderMessage(kept: Kept, mail: ParsedMail): string {
  const source = kept.raw.toString('utf8', 0, MOST_SOURCE_BYTES);
  const frame =
    mail.html === undefined
      ? ''
      : `<h2>HTML</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/view/${kept.id}/html" title="HTML part"></iframe>`;
  const text = mail.text === undefined ? '' : `<h2>Text</h2><pre tabindex="0">${escapeHtml(mail.text)}</pre>`;
  return layout(
    mail.subject || kept.id,
    `<main><h1>${escapeHtml(mail.subject || '(no subject)')}</h1>
<p>To ${escapeHtml(kept.rcptTo)}, return-path ${escapeHtml(kept.mailFrom || '<>')}, ${kept.receivedAt.toISOString()}, ${kept.raw.length} bytes. <a href="/messages/${kept.id}/raw">Raw</a></p>
${frame}${text}<h2>Source</h2><pre tabindex="0">${escapeHtml(source)}</pre></main>`,
  );
}

/** Where the links of the demo's campaigns lead: no real shop is visited. */
export const renderShop = (path: string): string =>
  layout(
    'Shop',
    `<main><h1>Here the link led</h1><p>This page stands for the shop that a campaign of the demo links to.</p><pre tabindex="0">${escapeHtml(path)}</pre></main>`,
  );
