import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { THEME_COOKIE } from '../i18n/locale.ts';
import { HeldBanner } from './held-banner.tsx';
import { MainNav } from './main-nav.tsx';
import { RestoredBanner } from './restored-banner.tsx';
import { SandboxBanner } from './sandbox-banner.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { type FrameProps, TopBar } from './top-bar.tsx';

export type AppFrameProps = Omit<FrameProps, 'theme'> & {
  /** Address of the sandbox viewer while the sandbox is on. */
  viewerUrl: string | undefined;
  /** An operator has stopped the tenant's sending. */
  isHeld: boolean;
  /** A backup was restored and nobody has decided; for operators. */
  isRestored: boolean;
  children: ReactNode;
};

/** What surrounds every page of a signed-in person. */
export async function AppFrame({ viewerUrl, isHeld, isRestored, children, ...who }: AppFrameProps) {
  const t = await getTranslations('frame');
  const theme = (await cookies()).get(THEME_COOKIE)?.value ?? 'system';
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2">
        {t('skip')}
      </a>
      <SandboxBanner viewerUrl={viewerUrl} />
      {isRestored ? <RestoredBanner /> : null}
      {isHeld ? <HeldBanner /> : null}
      <TopBar theme={theme} {...who} />
      <div className="flex grow">
        <div className="hidden w-58 shrink-0 border-r border-line bg-surface p-3 md:block">
          <MainNav hidden={who.hidden} />
        </div>
        <main id="content" className="min-w-0 grow px-4 py-6 md:px-8">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
      <Shortcuts />
    </div>
  );
}
