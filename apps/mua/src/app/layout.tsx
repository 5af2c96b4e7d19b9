import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTimeZone } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ZoneCookie } from '../frame/zone-cookie.tsx';
import { THEME_COOKIE } from '../i18n/locale.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Hikyaku', template: '%s · Hikyaku' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <html lang={await getLocale()} data-theme={theme === 'light' || theme === 'dark' ? theme : 'system'}>
      <body>
        <NextIntlClientProvider>{children}</NextIntlClientProvider>
        <ZoneCookie zone={await getTimeZone()} />
      </body>
    </html>
  );
}
