import { parseId } from '@hikyaku/db';
import { can, domainRecords, findDomain } from '@hikyaku/tenancy';
import { PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import { RefreshCw, Trash2 } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ActionButton } from '../../../../../form/action-button.tsx';
import { Link } from '../../../../../frame/link.tsx';
import { read } from '../../../../../gate/read.ts';
import { checkDomain, removeDomain } from '../../../../../settings/domain-actions.ts';
import { RecordTable } from '../../../../../settings/record-table.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('domains'))('title') });

export default async function DomainPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('domains');
  const frame = await getTranslations('frame');
  const row = parseId('domain', id);
  const found = await read(async (sql, { house, principal }) => {
    const domain = row === null ? null : await findDomain(sql, row);
    if (!domain) return null;
    return { domain, records: domainRecords(domain, house.config), canWrite: can(principal, 'domains:write') };
  });
  if (!found) notFound();
  const { domain, records, canWrite } = found;
  return (
    <>
      <PageHeader
        title={domain.name}
        status={<StatusBadge status={domain.status} label={t(`statuses.${domain.status}`)} />}
        about={t('recordsAbout')}
        trail={{ label: frame('trail'), items: [{ href: '/settings/domains', label: t('title') }] }}
        link={Link}
        actions={
          canWrite ? (
            <>
              <ActionButton
                action={removeDomain}
                values={{ id }}
                tone="quiet"
                icon={<Trash2 className="size-4" aria-hidden />}
              >
                {t('remove')}
              </ActionButton>
              <ActionButton
                action={checkDomain}
                values={{ id }}
                tone="primary"
                icon={<RefreshCw className="size-4" aria-hidden />}
              >
                {t('check')}
              </ActionButton>
            </>
          ) : null
        }
      />
      <Panel title={t('records')}>
        <RecordTable records={records} />
      </Panel>
    </>
  );
}
