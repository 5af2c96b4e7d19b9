import { listContacts, listLists, searchContacts } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { can } from '@hikyaku/tenancy';
import { ButtonLink, EmptyState, PageHeader, Panel } from '@hikyaku/ui';
import { FileUp, Users } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { addContact } from '../../../audience/contact-actions.ts';
import { ContactTable } from '../../../audience/contact-table.tsx';
import { ActionForm } from '../../../form/action-form.tsx';
import { pageLinks, partOf, type Query } from '../../../form/page-links.ts';
import { SearchForm } from '../../../form/search-form.tsx';
import { Link } from '../../../frame/link.tsx';
import { read } from '../../../gate/read.ts';
import { valueOr404 } from '../../../gate/value-or-404.ts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('contacts'))('title'),
});

const LIMIT = 50;

export default async function ContactsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('contacts');
  const list = await getTranslations('list');
  const query = await searchParams;
  const q = partOf(query, 'q');
  const cursor = partOf(query, 'cursor');
  const { page, lists, canWrite } = await read(async (sql, { house, principal }) => {
    const request = { limit: LIMIT, cursor: cursor || null };
    const found = q
      ? await searchContacts(house.engine, principal.scope, { ...request, query: q })
      : await listContacts(sql, request);
    return {
      page: valueOr404(found),
      lists: valueOr404(await listLists(sql, { limit: 200 })).data,
      canWrite: can(principal, 'contacts:write'),
    };
  });
  const rows = page.data.map((contact) => ({
    id: formatId('contact', contact.id),
    email: contact.spelling,
    name: contact.name,
    createdAt: contact.createdAt.toISOString(),
  }));
  return (
    <>
      <PageHeader
        title={t('title')}
        about={t('about')}
        actions={
          canWrite ? (
            <ButtonLink as={Link} href="/imports" tone="primary" icon={<FileUp className="size-4" aria-hidden />}>
              {t('import')}
            </ButtonLink>
          ) : null
        }
      />
      <SearchForm value={q} label={t('search')} />
      <div className="flex flex-col gap-6">
        <ContactTable
          contacts={rows}
          pages={pageLinks('/contacts', { q }, cursor, page.nextCursor)}
          empty={
            <EmptyState
              icon={<Users className="size-8" />}
              title={q ? t('nobodyFound') : t('emptyTitle')}
              action={
                q ? (
                  <ButtonLink as={Link} href="/contacts">
                    {list('clear')}
                  </ButtonLink>
                ) : null
              }
            >
              {q ? t('nobodyFoundAbout') : t('emptyAbout')}
            </EmptyState>
          }
        />
        {canWrite ? (
          <Panel title={t('add')}>
            <ActionForm
              inline
              action={addContact}
              submit={t('addNow')}
              fields={[
                { id: 'email', kind: 'email', label: t('email'), required: true, autoComplete: 'off' },
                { id: 'name', label: t('name'), autoComplete: 'off' },
                {
                  id: 'list_id',
                  kind: 'select',
                  label: t('list'),
                  options: [
                    { value: '', label: t('noList') },
                    ...lists.map((one) => ({ value: formatId('list', one.id), label: one.name })),
                  ],
                },
              ]}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
