'use client';

import { Button, Field, Meter, Notice, SelectField } from '@hikyaku/ui';
import { Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { MappingTable } from './mapping-table.tsx';
import { peekImport } from './peek-import.ts';
import { uploadFile } from './upload-file.ts';
import type { ImportPeek } from './view.ts';

/** The first bytes of a file are enough to guess its encoding and columns. */
const PEEK_BYTES = 64 * 1024;

type Choice = { id: string; name: string };

/** Choose a file, look at what its columns are taken for, upload it with a bar. */
export function ImportForm({ lists }: { lists: readonly Choice[] }) {
  const t = useTranslations('imports');
  const format = useFormatter();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [peek, setPeek] = useState<ImportPeek | null>(null);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [listId, setListId] = useState(lists[0]?.id ?? '');
  const [sent, setSent] = useState<{ bytes: number; of: number } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const choose = async (chosen: File | null) => {
    setFile(chosen);
    setPeek(null);
    setFailure(null);
    if (!chosen) return;
    const form = new FormData();
    form.set('start', chosen.slice(0, PEEK_BYTES));
    const answer = await peekImport(form);
    if (!answer.ok) return setFailure(answer.errors.map((error) => error.message).join(' '));
    setPeek(answer.value);
    setMapping(Object.fromEntries(answer.value.columns.map((column) => [column.header, column.guess])));
  };
  const upload = async () => {
    if (!file) return;
    setFailure(null);
    const query = new URLSearchParams({ filename: file.name, list_id: listId, mapping: JSON.stringify(mapping) });
    setSent({ bytes: 0, of: file.size });
    const answer = await uploadFile(`/imports/upload?${query}`, file, (bytes, of) => setSent({ bytes, of }));
    if (answer.ok) router.push(`/imports/${answer.id}`);
    else {
      setSent(null);
      setFailure(answer.message ?? t('uploadFailed'));
    }
  };
  const percent = sent && sent.of > 0 ? sent.bytes / sent.of : 0;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void upload();
      }}
    >
      {failure ? <Notice tone="bad">{failure}</Notice> : null}
      <Field id="file" label={t('file')} help={t('fileHelp')}>
        <input
          id="file"
          name="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          required
          aria-describedby="file-help"
          onChange={(event) => void choose(event.target.files?.[0] ?? null)}
          className="w-full rounded-card border border-edge bg-surface p-2 text-sm file:mr-3 file:rounded-md file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink"
        />
      </Field>
      <SelectField
        id="list_id"
        label={t('into')}
        value={listId}
        onChange={(event) => setListId(event.target.value)}
        options={lists.map((list) => ({ value: list.id, label: list.name }))}
        required
      />
      {peek ? <MappingTable peek={peek} mapping={mapping} onChange={setMapping} /> : null}
      {sent ? (
        <div className="flex flex-col gap-1.5">
          <Meter value={sent.bytes} max={sent.of} label={t('uploading')} />
          <p className="text-sm text-faint tabular-nums" role="status">
            {t('uploaded', { percent: format.number(percent, { style: 'percent' }) })}
          </p>
        </div>
      ) : null}
      <div>
        <Button
          type="submit"
          tone="primary"
          disabled={!file || !listId || sent !== null}
          icon={<Upload className="size-4" aria-hidden />}
        >
          {t('start')}
        </Button>
      </div>
    </form>
  );
}
