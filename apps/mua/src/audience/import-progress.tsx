'use client';

import { Meter } from '@hikyaku/ui';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect } from 'react';

const EVERY_MS = 1_000;

/** The bar of a running import. It can be left and comes back. */
export function ImportProgress({ progress, rows }: { progress: number; rows: number }) {
  const t = useTranslations('imports');
  const format = useFormatter();
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <div className="flex flex-col gap-1.5">
      <Meter value={Math.round(progress * 1_000)} max={1_000} label={t('reading')} />
      <p className="text-sm text-faint tabular-nums" role="status">
        {t('read', { percent: format.number(progress, { style: 'percent' }), rows: format.number(rows) })}
      </p>
    </div>
  );
}
