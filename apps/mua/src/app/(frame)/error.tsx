'use client';

import { Button, Notice } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';

/** What happened, what was kept, what to do, and an id to give to support. */
export default function Fault({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('errors');
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-4 py-8">
      <h1 className="text-xl font-semibold">{t('fault')}</h1>
      <Notice tone="bad">
        {t('faultAbout')} <code className="font-mono">{error.digest ?? error.name}</code>
      </Notice>
      <div>
        <Button tone="primary" onClick={reset}>
          {t('again')}
        </Button>
      </div>
    </div>
  );
}
