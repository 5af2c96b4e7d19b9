import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLocale, chooseZone, LOCALE_COOKIE, ZONE_COOKIE } from './locale.ts';

export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = chooseLocale(jar.get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  return {
    locale,
    timeZone: chooseZone(jar.get(ZONE_COOKIE)?.value, locale),
    now: new Date(),
    messages: (locale === 'ja' ? await import('../../messages/ja.json') : await import('../../messages/en.json'))
      .default,
  };
});
