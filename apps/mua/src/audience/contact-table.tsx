import { type Column, DataTable } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Link } from '../frame/link.tsx';
import { When } from '../time/when.tsx';
import type { ContactRow } from './view.ts';

export type ContactTableProps = {
  contacts: readonly ContactRow[];
  empty: ReactNode;
  pages: { first?: string; next?: string };
};

export async function ContactTable({ contacts, empty, pages }: ContactTableProps) {
  const t = await getTranslations('contacts');
  const list = await getTranslations('list');
  const columns: Column<ContactRow>[] = [
    {
      key: 'email',
      header: t('email'),
      grow: true,
      cell: (row) => (
        <Link href={`/contacts/${row.id}`} className="font-medium hover:underline [overflow-wrap:anywhere]">
          {row.email}
        </Link>
      ),
    },
    { key: 'name', header: t('name'), cell: (row) => row.name || <span className="text-faint">–</span> },
    { key: 'added', header: t('added'), wide: true, cell: (row) => <When at={row.createdAt} /> },
  ];
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={contacts}
      rowKey={(row) => row.id}
      empty={empty}
      pages={{ ...pages, firstLabel: list('first'), nextLabel: list('next') }}
      link={Link}
    />
  );
}
