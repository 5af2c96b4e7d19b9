import { findImport, listImportErrors } from '@hikyaku/audience';
import { formatId, parseId } from '@hikyaku/db';
import { ButtonLink, PageHeader, StatusBadge } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ImportResult } from '../../../../audience/import-result.tsx';
import { rowReasonNames } from '../../../../audience/import-words.ts';
import { viewImport } from '../../../../audience/view-import.ts';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('imports'))('title') });

const SHOWN_ERRORS = 100;

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('imports');
  const frame = await getTranslations('frame');
  const reasonName = await rowReasonNames();
  const row = parseId('import', id);
  const found = await read(async (sql) => {
    const result = row === null ? null : await findImport(sql, row);
    return result && { result, errors: await listImportErrors(sql, result.id, { limit: SHOWN_ERRORS }) };
  });
  if (!found) notFound();
  const view = await viewImport(found.result);
  return (
    <>
      <PageHeader
        title={view.filename || id}
        status={<StatusBadge status={view.status} label={t(`statuses.${view.status}`)} />}
        trail={{ label: frame('trail'), items: [{ href: '/imports', label: t('title') }] }}
        link={Link}
        actions={
          found.result.listId === null ? null : (
            <ButtonLink as={Link} href={`/lists/${formatId('list', found.result.listId)}`} tone="primary">
              {t('toList')}
            </ButtonLink>
          )
        }
      />
      <ImportResult
        result={view}
        errors={found.errors.map((error) => ({ row: error.row, reason: reasonName(error.reason) }))}
      />
    </>
  );
}
