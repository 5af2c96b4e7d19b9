'use client';

import { CodeBlock, classNames, InputField, MailFrame } from '@hikyaku/ui';
import { Monitor, Smartphone, Type } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Preview } from './view.ts';

const views = [
  { key: 'desktop', icon: Monitor },
  { key: 'phone', icon: Smartphone },
  { key: 'text', icon: Type },
] as const;

export type PreviewPaneProps = {
  preview: Preview | null;
  contact: string;
  onContact: (email: string) => void;
  /** Addresses offered for "preview as". */
  suggestions: readonly string[];
};

/** The message as one contact will see it. */
export function PreviewPane({ preview, contact, onContact, suggestions }: PreviewPaneProps) {
  const t = useTranslations('editor');
  const [view, setView] = useState<(typeof views)[number]['key']>('desktop');
  return (
    <section aria-label={t('preview')} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <InputField
          id="preview-contact"
          label={t('previewAs')}
          type="text"
          inputMode="email"
          list="preview-contacts"
          value={contact}
          placeholder={t('previewAsFirst')}
          onChange={(event) => onContact(event.target.value)}
          fieldClassName="min-w-0 grow"
          className="py-1.5 text-sm"
          autoComplete="off"
        />
        <datalist id="preview-contacts">
          {suggestions.map((email) => (
            <option key={email} value={email} />
          ))}
        </datalist>
        <fieldset className="flex rounded-card border border-line p-0.5">
          <legend className="sr-only">{t('previewView')}</legend>
          {views.map(({ key, icon: Icon }) => (
            <button
              key={key}
              type="button"
              aria-pressed={view === key}
              onClick={() => setView(key)}
              className={classNames(
                'flex items-center gap-1.5 rounded-md px-2.5 py-1 text-xs',
                view === key ? 'bg-accent-soft font-medium text-accent' : 'text-faint hover:bg-sunken',
              )}
            >
              <Icon className="size-3.5" aria-hidden />
              {t(`views.${key}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="border-b border-line pb-2 text-sm [overflow-wrap:anywhere]" data-preview-subject>
        <span className="text-faint">{t('subject')}: </span>
        <span className="font-medium">{preview?.subject}</span>
      </p>
      {view === 'text' ? (
        <CodeBlock text={preview?.text ?? ''} label={t('views.text')} className="h-[32rem]" />
      ) : (
        <div className={classNames(view === 'phone' && 'mx-auto w-[375px] max-w-full')}>
          <MailFrame html={preview?.html ?? ''} title={t('previewFrame')} className="h-[36rem]" />
        </div>
      )}
    </section>
  );
}
