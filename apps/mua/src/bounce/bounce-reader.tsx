'use client';

import { Button, Notice, Panel, TextField } from '@hikyaku/ui';
import { FileText, ScanSearch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, useRef, useState, useTransition } from 'react';
import { BounceResult } from './bounce-result.tsx';
import { explainBounce } from './explain-bounce.ts';
import type { BounceView } from './view.ts';

/** Reports come first and the returned mail last, so the start of a large file is enough. */
const READ_BYTES = 900 * 1024;

/** Paste a mail that came back, or drop its file; below stands what it means. `initial` is what the page was opened with. */
export function BounceReader({ initial }: { initial: BounceView | null }) {
  const t = useTranslations('bounce');
  const [text, setText] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [view, setView] = useState(initial);
  const [failed, setFailed] = useState(false);
  const [over, setOver] = useState(false);
  const [pending, start] = useTransition();
  const picker = useRef<HTMLInputElement>(null);

  const read = (mail: Blob) =>
    start(async () => {
      const form = new FormData();
      form.set('mail', mail.slice(0, READ_BYTES));
      const answer = await explainBounce(form).catch(() => null);
      setFailed(answer === null);
      if (answer) setView(answer);
    });
  const take = (chosen: File | null | undefined) => {
    if (!chosen) return;
    setFile(chosen.name);
    setText('');
    read(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) take(dropped);
    else setText(event.dataTransfer.getData('text/plain'));
  };
  return (
    <div className="flex flex-col gap-6">
      <Panel>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setFile(null);
            read(new Blob([text]));
          }}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <TextField
            id="mail"
            label={t('mail')}
            help={t('mailHelp')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            className={over ? 'min-h-48 font-mono text-xs outline-2 outline-accent' : 'min-h-48 font-mono text-xs'}
          />
          <div className="flex flex-wrap items-center gap-2">
            <Button
              type="submit"
              tone="primary"
              disabled={pending}
              icon={<ScanSearch className="size-4" aria-hidden />}
            >
              {pending ? t('reading') : t('read')}
            </Button>
            <Button
              type="button"
              disabled={pending}
              onClick={() => picker.current?.click()}
              icon={<FileText className="size-4" aria-hidden />}
            >
              {t('choose')}
            </Button>
            <input
              ref={picker}
              type="file"
              accept=".eml,.msg,.txt,message/rfc822,text/plain"
              aria-label={t('choose')}
              className="sr-only"
              tabIndex={-1}
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            {file ? <span className="text-sm text-faint [overflow-wrap:anywhere]">{file}</span> : null}
          </div>
        </form>
      </Panel>
      {failed ? <Notice tone="bad">{t('failed')}</Notice> : null}
      <div aria-live="polite">{view ? <BounceResult view={view} /> : null}</div>
    </div>
  );
}
