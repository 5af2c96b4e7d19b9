import type { DnsRecord } from '@hikyaku/tenancy';
import { CopyButton, StatusBadge } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';

/** The exact DNS records to add, each with what the last look found and a button that copies it. */
export async function RecordTable({ records }: { records: readonly DnsRecord[] }) {
  const t = await getTranslations('domains');
  return (
    <ul className="flex flex-col gap-4">
      {records.map((record) => (
        <li key={record.purpose} className="flex flex-col gap-2 border-b border-line pb-4 last:border-b-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="text-sm font-medium">{t(`purposes.${record.purpose}`)}</h3>
            <StatusBadge status={record.status} label={t(`recordStatuses.${record.status}`)} />
            {record.required ? <span className="text-xs text-faint">{t('required')}</span> : null}
          </div>
          <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[5rem_minmax(0,1fr)_auto]">
            <dt className="text-faint">{t('type')}</dt>
            <dd className="font-mono text-xs sm:col-span-2">{record.type}</dd>
            <dt className="text-faint">{t('host')}</dt>
            <dd className="font-mono text-xs break-all">{record.name}</dd>
            <dd>
              <CopyButton text={record.name} label={t('copyName')} doneLabel={t('copied')} />
            </dd>
            <dt className="text-faint">{t('value')}</dt>
            <dd className="font-mono text-xs break-all">{record.value}</dd>
            <dd>
              <CopyButton text={record.value} label={t('copyValue')} doneLabel={t('copied')} />
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
