import { ButtonLink, EmptyState } from '@hikyaku/ui';
import { MapPinOff } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
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
  );
}
