import { formatId, withTenantPrisma } from '@hikyaku/db';
import { type AuditEntry, can, listAudit, listMembers } from '@hikyaku/tenancy';
import { type Column, DataTable, PageHeader } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { pageLinks, partOf, type Query } from '../../../../form/page-links.ts';
import { Link } from '../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../gate/require-principal.ts';
import { house } from '../../../../house/house.ts';
import { auditWords } from '../../../../settings/audit-words.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('audit'))('title') });

const LIMIT = 50;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const t = await getTranslations('audit');
  const list = await getTranslations('list');
  const say = await auditWords();
  const principal = await requirePrincipal();
  if (!can(principal, 'audit:read')) notFound();
  const cursor = partOf(await searchParams, 'cursor');
  const { entries, members } = await withTenantPrisma((await house()).prisma, principal.scope, async (tx) => ({
    entries: await listAudit(tx, { limit: LIMIT + 1, before: Number(cursor) || undefined }),
    members: await listMembers(tx),
  }));
  const rows = entries.slice(0, LIMIT);
  const nameOf = (actor: string): string => {
    const [kind, id] = actor.split(':');
    const member = kind === 'user' ? members.find((one) => one.userId === Number(id)) : undefined;
    if (member) return member.name || member.email;
    if (kind === 'key') return `${t('actors.key')} ${formatId('key', Number(id))}`;
    return kind === 'operator' ? t('actors.operator') : kind === 'user' ? t('actors.user') : t('actors.system');
  };
  const columns: Column<AuditEntry>[] = [
    { key: 'at', header: t('at'), cell: (row) => <When at={row.at} exact /> },
    { key: 'actor', header: t('actor'), cell: (row) => nameOf(row.actor) },
    { key: 'action', header: t('action'), cell: (row) => say(row.action) },
    {
      key: 'target',
      header: t('target'),
      grow: true,
      cell: (row) => (
        <span className="font-mono text-xs [overflow-wrap:anywhere]">
          {row.target}
          <span className="block text-faint">{formatDetail(row.detail)}</span>
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('title')} about={t('about')} />
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        link={Link}
        pages={{
          ...pageLinks('/settings/audit', {}, cursor, entries.length > LIMIT ? String(rows.at(-1)?.id) : null),
          firstLabel: list('first'),
          nextLabel: list('next'),
        }}
        empty={null}
      />
    </>
  );
}

const formatDetail = (detail: unknown): string =>
  detail && typeof detail === 'object'
    ? Object.entries(detail)
        .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`)
        .join(', ')
    : '';
