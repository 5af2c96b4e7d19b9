import { FlaskConical } from 'lucide-react';
import { getTranslations } from 'next-intl/server';

/** On every page while the sandbox is on: nothing leaves this machine. `viewerUrl` shows what its receivers took. */
export async function SandboxBanner({ viewerUrl }: { viewerUrl: string | undefined }) {
  if (!viewerUrl) return null;
  const t = await getTranslations('frame');
  return (
    <aside
      aria-label={t('sandboxLabel')}
      data-sandbox="on"
      className="flex flex-wrap items-center justify-center gap-x-2 border-b border-line bg-warn-soft px-4 py-1.5 text-center text-sm text-ink"
    >
      <FlaskConical className="size-4 text-warn" aria-hidden />
      <span>{t('sandbox')}</span>
      <a href={viewerUrl} className="font-medium underline underline-offset-2" target="_blank" rel="noreferrer">
        {t('sandboxViewer')}
      </a>
    </aside>
  );
}
