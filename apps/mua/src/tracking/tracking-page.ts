import type { TrackingAnswer } from '@hikyaku/ingress';
import { chooseLocale, LOCALE_COOKIE } from '../i18n/locale.ts';

/** What is said over HTTP. A HEAD gets it without the body. */
export type TrackingResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/** One transparent point. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const words = {
  ja: {
    unknown: ['リンクが見つかりません', 'このリンクは正しくありません。メールにあるリンクをもう一度お試しください。'],
    away: ['少しお待ちください', 'リンク先を確認できません。しばらくしてから、もう一度お試しください。'],
  },
  en: {
    unknown: ['No such link', 'This link is not valid. Please use the link in the message again.'],
    away: [
      'One moment, please',
      'The address behind this link cannot be looked up just now. Please try again shortly.',
    ],
  },
} as const;

const COMMON = {
  'cache-control': 'no-store, max-age=0',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

const style =
  ':root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.7}body{margin:0;display:grid;min-height:100dvh;place-items:center;padding:24px;box-sizing:border-box}main{max-width:26rem;text-align:center}h1{font-size:1.5rem;line-height:1.3}';

/** `languages`: the Accept-Language of the request, `cookie` its Cookie. */
export function formatTrackingAnswer(
  answer: TrackingAnswer,
  from: { readonly languages?: string; readonly cookie?: string },
): TrackingResponse {
  if (answer.kind === 'picture') {
    return { status: 200, headers: { ...COMMON, 'content-type': 'image/gif' }, body: PICTURE };
  }
  if (answer.kind === 'redirect') return { status: 302, headers: { ...COMMON, location: answer.url }, body: '' };
  const chosen = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([\\w-]+)`).exec(from.cookie ?? '')?.[1];
  const locale = chooseLocale(chosen, from.languages ?? null);
  const [title, text] = words[locale][answer.kind];
  return {
    status: answer.kind === 'away' ? 503 : 404,
    headers: {
      ...COMMON,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      ...(answer.kind === 'away' ? { 'retry-after': '5' } : {}),
    },
    body: `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
  };
}
