import { ButtonLink, type Column, DataTable, Facts, Notice, Panel } from '@hikyaku/ui';
import { Download } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ImportProgress } from './import-progress.tsx';
import type { ImportErrorRow, ImportView } from './view.ts';

/** What came of a file: the good rows in, the bad ones listed with their number and reason. */
export async function ImportResult({ result, errors }: { result: ImportView; errors: readonly ImportErrorRow[] }) {
  const t = await getTranslations('imports');
  const format = await getFormatter();
  const running = result.status === 'pending' || result.status === 'running';
  const counts = (['rows', 'created', 'updated', 'skipped'] as const).map((key) => ({
    key,
    name: t(key),
    value: (
      <span className="text-lg font-semibold tabular-nums" data-import={key}>
        {format.number(result[key])}
      </span>
    ),
  }));
  const columns: Column<ImportErrorRow>[] = [
    { key: 'row', header: t('row'), numeric: true, cell: (error) => format.number(error.row) },
    { key: 'reason', header: t('reason'), grow: true, cell: (error) => error.reason },
  ];
  return (
    <div className="flex flex-col gap-6">
      {running ? <ImportProgress progress={result.progress} rows={result.rows} /> : null}
      {result.status === 'failed' ? (
        <Notice tone="bad" title={t('failed')}>
          {result.failure}
        </Notice>
      ) : null}
      <Panel title={t('result')}>
        <Facts facts={counts} />
      </Panel>
      {errors.length > 0 ? (
        <section>
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h2 className="text-sm font-semibold">{t('badRows')}</h2>
            <ButtonLink
              href={`/imports/${result.id}/errors`}
              size="small"
              download
              icon={<Download className="size-4" aria-hidden />}
            >
              {t('downloadErrors')}
            </ButtonLink>
          </div>
          <DataTable
            caption={t('badRows')}
            columns={columns}
            rows={errors}
            rowKey={(error) => String(error.row)}
            empty={null}
          />
        </section>
      ) : null}
    </div>
  );
}
