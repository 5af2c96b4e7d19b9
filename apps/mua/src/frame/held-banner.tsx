import { Ban } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Link } from './link.tsx';

/** On every page of a tenant that an operator has stopped: nothing is sent until it is released. */
export async function HeldBanner() {
  const t = await getTranslations('frame');
  return (
    <aside
      aria-label={t('heldLabel')}
      data-held
      className="flex flex-wrap items-center justify-center gap-x-2 border-b border-line bg-bad-soft px-4 py-1.5 text-center text-sm text-ink"
    >
      <Ban className="size-4 text-bad" aria-hidden />
      <span>{t('held')}</span>
      <Link href="/settings/tenant" className="font-medium underline underline-offset-2">
        {t('heldWhy')}
      </Link>
    </aside>
  );
}
