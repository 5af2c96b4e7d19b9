import { formatOpenApi } from '@hikyaku/api';
import { ButtonLink, CodeBlock, PageHeader } from '@hikyaku/ui';
import { FileJson } from 'lucide-react';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { CallPanel } from '../../docs/call-panel.tsx';
import { listCalls, type OpenApi } from '../../docs/openapi.ts';
import { Brand } from '../../frame/brand.tsx';
import { Link } from '../../frame/link.tsx';
import { LanguageMenu, ThemeMenu } from '../../frame/preference-menus.tsx';
import { SandboxBanner } from '../../frame/sandbox-banner.tsx';
import { house } from '../../house/house.ts';
import { viewerUrl } from '../../house/viewer-url.ts';
import { THEME_COOKIE } from '../../i18n/locale.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('docs'))('title') });

/** The API reference, from the document that the API itself serves. Open to everybody. */
export default async function DocsPage() {
  const t = await getTranslations('docs');
  const opened = await house();
  const document = formatOpenApi(opened.config.url) as unknown as OpenApi;
  const calls = listCalls(document);
  const theme = (await cookies()).get(THEME_COOKIE)?.value ?? 'system';
  return (
    <div className="flex min-h-dvh flex-col">
      <SandboxBanner viewerUrl={viewerUrl(opened.config)} />
      <header className="flex items-center justify-between gap-2 border-b border-line bg-surface px-4 py-2.5 md:px-6">
        <Brand />
        <div className="flex items-center">
          <Link href="/" className="mr-2 text-sm text-accent underline underline-offset-2">
            {t('home')}
          </Link>
          <LanguageMenu />
          <ThemeMenu theme={theme} />
        </div>
      </header>
      <div className="mx-auto grid w-full max-w-6xl grow gap-8 px-4 py-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <aside className="hidden lg:block">
          <h2 className="mb-2 text-xs font-medium text-faint">{t('operations')}</h2>
          <ul className="sticky top-4 flex max-h-[calc(100dvh-6rem)] flex-col gap-0.5 overflow-y-auto text-xs">
            {calls.map((call) => (
              <li key={call.id}>
                <a
                  href={`#${call.id}`}
                  className="block rounded px-2 py-1 font-mono [overflow-wrap:anywhere] hover:bg-sunken"
                >
                  <span className="text-faint">{call.method}</span> {call.path}
                </a>
              </li>
            ))}
          </ul>
        </aside>
        <main className="flex min-w-0 flex-col gap-4">
          <PageHeader
            title={t('title')}
            about={t('about')}
            actions={
              <ButtonLink href="/api/v1/openapi.json" icon={<FileJson className="size-4" aria-hidden />}>
                {t('download')}
              </ButtonLink>
            }
          />
          <p>{t('auth')}</p>
          <CodeBlock
            label={t('auth')}
            text={`curl ${opened.config.url}/api/v1/campaigns -H 'Authorization: Bearer hk_...'`}
          />
          {calls.map((call) => (
            <CallPanel key={call.id} document={document} call={call} />
          ))}
        </main>
      </div>
    </div>
  );
}
