'use server';

import { cookies } from 'next/headers';
import { LOCALE_COOKIE, locales, THEME_COOKIE } from '../i18n/locale.ts';

const themes = ['light', 'dark', 'system'];

const keep = async (name: string, value: string) =>
  (await cookies()).set(name, value, { path: '/', maxAge: 31_536_000, sameSite: 'lax' });

/** Remembers the language of this browser. An unknown one changes nothing. */
export async function setLocale(locale: string): Promise<void> {
  if (locales.some((known) => known === locale)) await keep(LOCALE_COOKIE, locale);
}

/** Remembers light, dark or as the system says. An unknown one changes nothing. */
export async function setTheme(theme: string): Promise<void> {
  if (themes.includes(theme)) await keep(THEME_COOKIE, theme);
}
