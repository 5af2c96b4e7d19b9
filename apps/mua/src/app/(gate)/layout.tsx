import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Brand } from '../../frame/brand.tsx';
import { LanguageMenu, ThemeMenu } from '../../frame/preference-menus.tsx';
import { SandboxBanner } from '../../frame/sandbox-banner.tsx';
import { house } from '../../house/house.ts';
import { viewerUrl } from '../../house/viewer-url.ts';
import { THEME_COOKIE } from '../../i18n/locale.ts';

/** Pages before somebody is signed in: one narrow column. */
export default async function GateLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value ?? 'system';
  return (
    <div className="flex min-h-dvh flex-col">
      <SandboxBanner viewerUrl={viewerUrl((await house()).config)} />
      <header className="flex items-center justify-between gap-2 px-4 py-3 md:px-6">
        <Brand />
        <div className="flex">
          <LanguageMenu />
          <ThemeMenu theme={theme} />
        </div>
      </header>
      <main className="flex grow items-start justify-center px-4 pt-8 pb-16 sm:pt-[12vh]">
        <div className="w-full max-w-sm">{children}</div>
      </main>
    </div>
  );
}
