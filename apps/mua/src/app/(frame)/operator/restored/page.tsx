import { describeHold, type HeldCampaign, type HeldStream } from '@hikyaku/egress';
import { type Column, DataTable, Notice, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ActionButton } from '../../../../form/action-button.tsx';
import { Link } from '../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { house } from '../../../../house/house.ts';
import { decideRestored } from '../../../../operator/decide-restored.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('restored'))('title'),
});

/** After a restore: what would go out again, and the decision about it. */
export default async function RestoredPage() {
  const t = await getTranslations('restored');
  const states = await getTranslations('campaigns');
  const format = await getFormatter();
  const principal = await requirePrincipal();
  if (!principal.isOperator) notFound();
  const report = await describeHold((await house()).engine);
  if (!report) {
    return (
      <>
        <PageHeader title={t('title')} />
        <Notice tone="good">{t('nothing')}</Notice>
      </>
    );
  }
  const { hold, witnesses } = report;
  const entries = witnesses.reduce((sum, one) => sum + one.entries, 0);
  const numbers = (['open', 'settled'] as const).map((key) => ({
    key,
    header: t(key),
    numeric: true,
    cell: (row: { open: number; settled: number }) => format.number(row[key]),
  }));
  const again = {
    key: 'again',
    header: t('again'),
    numeric: true,
    cell: (row: { open: number; settled: number }) => format.number(row.open - row.settled),
  };
  const campaigns: Column<HeldCampaign>[] = [
    {
      key: 'campaign',
      header: t('campaign'),
      grow: true,
      cell: (row) => `${row.name} (${states(`statuses.${row.status}`)})`,
    },
    { key: 'tenant', header: t('tenant'), cell: (row) => row.tenant },
    ...numbers,
    again,
    {
      key: 'note',
      header: t('note'),
      wide: true,
      cell: (row) =>
        row.overdue ? t('overdue') : row.unlaid > 0 ? t('unlaid', { count: format.number(row.unlaid) }) : '',
    },
  ];
  const streams: Column<HeldStream>[] = [
    { key: 'stream', header: t('stream'), grow: true, cell: (row) => t(`streams.${row.stream}`) },
    ...numbers,
    again,
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <div className="flex flex-col gap-6">
        <Notice tone="bad" title={t(`reasons.${hold.reason}`)}>
          {t('since', { when: format.dateTime(hold.since, { dateStyle: 'medium', timeStyle: 'medium' }) })}{' '}
          {witnesses.length > 0
            ? t('read', { workers: witnesses.length, entries: format.number(entries) })
            : t('notRead')}
        </Notice>
        <Panel title={t('campaigns')}>
          <DataTable
            caption={t('campaigns')}
            columns={campaigns}
            rows={report.campaigns}
            rowKey={(row) => String(row.id)}
            link={Link}
            empty={t('none')}
          />
        </Panel>
        <Panel title={t('singles')}>
          <DataTable
            caption={t('singles')}
            columns={streams}
            rows={report.streams}
            rowKey={(row) => row.stream}
            link={Link}
            empty={t('none')}
          />
        </Panel>
        <Panel title={t('decide')} about={t('decideAbout')}>
          {hold.decision ? (
            <Notice tone="good">{t('decided', { decision: t(`decisions.${hold.decision}`) })}</Notice>
          ) : (
            <div className="flex flex-wrap gap-3">
              <ActionButton action={decideRestored} values={{ decision: 'release' }} tone="primary">
                {t('release')}
              </ActionButton>
              <ActionButton action={decideRestored} values={{ decision: 'cancel' }} tone="danger">
                {t('cancel')}
              </ActionButton>
            </div>
          )}
        </Panel>
      </div>
    </>
  );
}
