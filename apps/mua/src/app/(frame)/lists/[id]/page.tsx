import { findList, listContacts, searchContacts } from '@hikyaku/audience';
import { formatId, parseId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { ButtonLink, EmptyState, PageHeader, Panel } from '@hikyaku/ui';
import { FileUp, Trash2, Users } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ContactTable } from '../../../../audience/contact-table.tsx';
import { changeListName, removeList } from '../../../../audience/list-actions.ts';
import { ActionButton } from '../../../../form/action-button.tsx';
import { ActionForm } from '../../../../form/action-form.tsx';
import { pageLinks, partOf, type Query } from '../../../../form/page-links.ts';
import { SearchForm } from '../../../../form/search-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { valueOr404 } from '../../../../gate/value-or-404.ts';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('lists'))('title') });

const LIMIT = 50;

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export default async function ListPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const q = partOf(query, 'q');
  const cursor = partOf(query, 'cursor');
  const t = await getTranslations('lists');
  const contacts = await getTranslations('contacts');
  const frame = await getTranslations('frame');
  const format = await getFormatter();
  const row = parseId('list', id);
  const found = await read(async (sql, { house, principal }) => {
    const list = row === null ? null : await findList(sql, row);
    if (!list) return null;
    const request = { listId: list.id, limit: LIMIT, cursor: cursor || null };
    const people = q
      ? await searchContacts(house.engine, principal.scope, { ...request, query: q })
      : await listContacts(sql, request);
    return { list, page: valueOr404(people), canWrite: can(principal, 'contacts:write') };
  });
  if (!found) notFound();
  const { list, page, canWrite } = found;
  const rows = page.data.map((contact) => ({
    id: formatId('contact', contact.id),
    email: contact.spelling,
    name: contact.name,
    createdAt: contact.createdAt.toISOString(),
  }));
  return (
    <>
      <PageHeader
        title={list.name}
        about={t('peopleCount', { count: format.number(list.contacts) })}
        trail={{ label: frame('trail'), items: [{ href: '/lists', label: t('title') }] }}
        link={Link}
        actions={
          canWrite ? (
            <>
              <ActionButton
                action={removeList}
                values={{ id }}
                tone="quiet"
                icon={<Trash2 className="size-4" aria-hidden />}
              >
                {t('delete')}
              </ActionButton>
              <ButtonLink
                as={Link}
                href={`/imports?list=${id}`}
                tone="primary"
                icon={<FileUp className="size-4" aria-hidden />}
              >
                {contacts('import')}
              </ButtonLink>
            </>
          ) : null
        }
      />
      <SearchForm value={q} label={contacts('search')} />
      <div className="flex flex-col gap-6">
        <ContactTable
          contacts={rows}
          pages={pageLinks(`/lists/${id}`, { q }, cursor, page.nextCursor)}
          empty={
            <EmptyState icon={<Users className="size-8" />} title={q ? contacts('nobodyFound') : t('nobody')}>
              {q ? contacts('nobodyFoundAbout') : t('nobodyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('rename')}>
            <ActionForm
              action={changeListName}
              submit={contacts('save')}
              tone="secondary"
              fields={[
                { id: 'id', kind: 'hidden', label: '', value: id },
                { id: 'name', label: t('name'), value: list.name, required: true, maxLength: 200 },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
