import { ButtonLink, EmptyState } from '@hikyaku/ui';
import { MapPinOff } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { SandboxBanner } from '../frame/sandbox-banner.tsx';
import { house } from '../house/house.ts';
import { viewerUrl } from '../house/viewer-url.ts';

/** Asked for anew each time: what it shows depends on settings of the running program. */
export const dynamic = 'force-dynamic';

export default async function NotFound() {
  const t = await getTranslations('errors');
  const { config } = await house();
  return (
    <>
      <SandboxBanner viewerUrl={viewerUrl(config)} />
      <main className="mx-auto max-w-xl px-4 py-16">
        <h1 className="sr-only">{t('notFound')}</h1>
        <EmptyState
          icon={<MapPinOff className="size-8" />}
          title={t('notFound')}
          action={
            <ButtonLink as={Link} href="/" tone="primary">
              {t('home')}
            </ButtonLink>
          }
        >
          {t('notFoundAbout')}
        </EmptyState>
      </main>
    </>
  );
}
