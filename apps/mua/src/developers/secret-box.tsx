'use client';

import { CodeBlock, CopyButton, Notice } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';

/** A secret that is shown this once. */
export function SecretBox({ secrets }: { secrets: readonly { name: string; value: string }[] }) {
  const t = useTranslations('keys');
  return (
    <Notice tone="good" title={t('shownOnce')}>
      <div className="mt-2 flex flex-col gap-3">
        {secrets.map((secret) => (
          <div key={secret.name} className="flex flex-wrap items-center gap-2">
            <p className="w-full text-xs text-faint">{secret.name}</p>
            <div className="min-w-0 grow" data-secret={secret.name}>
              <CodeBlock text={secret.value} label={secret.name} />
            </div>
            <CopyButton text={secret.value} label={t('copy')} doneLabel={t('copied')} />
          </div>
        ))}
      </div>
    </Notice>
  );
}
