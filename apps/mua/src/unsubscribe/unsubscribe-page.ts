/** Words of the page, in both languages: the reader has no account and no cookie. */
const words = {
  ja: {
    title: '配信停止',
    ask: '今後のお知らせメールの配信を停止しますか?',
    button: '配信を停止する',
    done: '配信を停止しました。今後、お知らせメールは届きません。',
    sample: 'これはプレビューやテスト配信のリンクです。実際に配信されたメールでは、ここで配信を停止できます。',
    unknown: 'このリンクは正しくありません。メールにあるリンクをもう一度お試しください。',
  },
  en: {
    title: 'Unsubscribe',
    ask: 'Stop these mailings to you?',
    button: 'Unsubscribe',
    done: 'You are unsubscribed. You will get no more of these mailings.',
    sample: 'This link is from a preview or a test. In a real mailing it unsubscribes its reader.',
    unknown: 'This link is not valid. Please use the link in the message again.',
  },
} as const;

export type UnsubscribeState = 'ask' | 'done' | 'sample' | 'unknown';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

const style = `:root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.7}
body{margin:0;display:grid;min-height:100dvh;place-items:center;padding:24px;box-sizing:border-box}
main{max-width:26rem;text-align:center}h1{font-size:1.5rem;line-height:1.3}p{overflow-wrap:anywhere}
button{font:inherit;font-weight:600;color:#fff;background:oklch(0.5 0.16 265);border:0;border-radius:8px;padding:10px 20px;cursor:pointer}
:focus-visible{outline:2px solid;outline-offset:2px}aside{position:fixed;inset:0 0 auto;padding:6px 16px;text-align:center;background:oklch(0.96 0.05 85);color:#222;font-size:.875rem}`;

export type UnsubscribePage = {
  state: UnsubscribeState;
  locale: 'ja' | 'en';
  nonce: string;
  /** Who sends; '' when it is not known. */
  sender: string;
  /** Address of the sandbox viewer while nothing leaves this machine. */
  viewerUrl?: string;
};

/** A page that needs no script, cookie or sign-in. The button posts what a mail program posts (RFC 8058 section 3.2). */
export function formatUnsubscribePage({ state, locale, nonce, sender, viewerUrl }: UnsubscribePage): string {
  const text = words[locale];
  const form =
    state === 'ask'
      ? `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><input type="hidden" name="from" value="page"><button type="submit">${text.button}</button></form>`
      : '';
  const sandbox = viewerUrl
    ? `<aside role="note">${locale === 'ja' ? 'サンドボックス: メールはこのマシンの外へ出ません。' : 'Sandbox: nothing leaves this machine.'} <a href="${escapeHtml(viewerUrl)}">${locale === 'ja' ? '届いたメールを見る' : 'See the mail it received'}</a></aside>`
    : '';
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${text.title}</title><style nonce="${nonce}">${style}</style></head><body>${sandbox}<main><h1>${text.title}</h1>${sender ? `<p>${escapeHtml(sender)}</p>` : ''}<p>${text[state]}</p>${form}</main></body></html>`;
}
