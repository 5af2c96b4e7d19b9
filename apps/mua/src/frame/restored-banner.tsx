import { History } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from './link.tsx';

/** On every page of an operator while a restored backup is held: nothing is sent until somebody decides. */
export async function RestoredBanner() {
  const t = await getTranslations('restored');
  return (
    <aside
      aria-label={t('bannerLabel')}
      data-restored
      className="flex flex-wrap items-center justify-center gap-x-2 border-b border-line bg-bad-soft px-4 py-1.5 text-center text-sm text-ink"
    >
      <History className="size-4 text-bad" aria-hidden />
      <span>{t('banner')}</span>
      <Link href="/operator/restored" className="font-medium underline underline-offset-2">
        {t('bannerLook')}
      </Link>
    </aside>
  );
}
