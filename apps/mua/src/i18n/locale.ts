export const locales = ['ja', 'en'] as const;

export type Locale = (typeof locales)[number];

export const LOCALE_COOKIE = 'hk_locale';
export const ZONE_COOKIE = 'hk_zone';
export const THEME_COOKIE = 'hk_theme';

/** The choice in the cookie, else the first language of Accept-Language (RFC 9110 section 12.5.4) that we speak, else Japanese. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const known = (tag: string): Locale | undefined =>
    locales.find((locale) => tag.toLowerCase().split('-')[0] === locale);
  const chosen = cookie ? known(cookie) : undefined;
  if (chosen) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const q = rest.map((option) => /^\s*q=([\d.]+)/.exec(option)?.[1]).find((value) => value !== undefined);
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .filter((entry) => entry.q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const locale = known(tag);
    if (locale) return locale;
  }
  return 'ja';
}

/** A time zone that this runtime knows, else the one of the language. */
export function chooseZone(cookie: string | undefined, locale: Locale): string {
  const fallback = locale === 'ja' ? 'Asia/Tokyo' : 'UTC';
  if (!cookie) return fallback;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone;
  } catch {
    return fallback;
  }
}
