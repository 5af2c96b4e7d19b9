import { formatId, parseId } from '@hikyaku/db';
import { findWebhook, listWebhookAttempts, type WebhookAttempt } from '@hikyaku/events';
import { can } from '@hikyaku/tenancy';
import { type Column, DataTable, EmptyState, PageHeader, StatusBadge } from '@hikyaku/ui';
import { RotateCcw, Trash2, Webhook as WebhookIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { removeWebhook, replay } from '../../../../../developers/webhook-actions.ts';
import { ActionButton } from '../../../../../form/action-button.tsx';
import { pageLinks, partOf, type Query } from '../../../../../form/page-links.ts';
import { Link } from '../../../../../frame/link.tsx';
import { read } from '../../../../../gate/read.ts';
import { When } from '../../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('webhooks'))('title'),
});

const LIMIT = 50;

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params;
  const cursor = partOf(await searchParams, 'cursor');
  const t = await getTranslations('webhooks');
  const list = await getTranslations('list');
  const frame = await getTranslations('frame');
  const passport = await getTranslations('passport');
  const format = await getFormatter();
  const row = parseId('webhook', id);
  const found = await read(async (sql, { principal }) => {
    const webhook = row === null ? null : await findWebhook(sql, row);
    if (!webhook) return null;
    const page = await listWebhookAttempts(sql, {
      webhookId: webhook.id,
      limit: LIMIT,
      cursor: Number(cursor) || null,
    });
    return { webhook, page, canWrite: can(principal, 'webhooks:write') };
  });
  if (!found) notFound();
  const { webhook, page, canWrite } = found;
  const columns: Column<WebhookAttempt>[] = [
    {
      key: 'outcome',
      header: t('outcome'),
      cell: (attempt) => (
        <StatusBadge
          status={attempt.error === null ? 'delivered' : 'failed'}
          label={attempt.status ?? t(attempt.error === null ? 'delivered' : 'failed')}
        />
      ),
    },
    { key: 'type', header: t('event'), cell: (attempt) => <code className="font-mono text-xs">{attempt.type}</code> },
    {
      key: 'answer',
      header: t('answer'),
      grow: true,
      cell: (attempt) => (
        <span className="font-mono text-xs [overflow-wrap:anywhere]">{attempt.error ?? attempt.response}</span>
      ),
    },
    {
      key: 'duration',
      header: passport('duration'),
      numeric: true,
      wide: true,
      cell: (attempt) => passport('milliseconds', { count: format.number(attempt.durationMs) }),
    },
    { key: 'at', header: t('at'), cell: (attempt) => <When at={attempt.at} /> },
    {
      key: 'next',
      header: t('nextTry'),
      wide: true,
      cell: (attempt) => (attempt.dueAt ? <When at={attempt.dueAt} /> : '–'),
    },
    ...(canWrite
      ? [
          {
            key: 'replay',
            header: <span className="sr-only">{t('replay')}</span>,
            cell: (attempt: WebhookAttempt) => (
              <ActionButton action={replay} values={{ id, attempt: formatId('attempt', attempt.id) }} size="small">
                {t('replay')}
              </ActionButton>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader
        title={webhook.url}
        status={
          <StatusBadge status={webhook.active ? 'verified' : 'failed'} label={t(webhook.active ? 'active' : 'gone')} />
        }
        about={<span className="font-mono text-xs">{webhook.events.join(' ')}</span>}
        trail={{ label: frame('trail'), items: [{ href: '/developers/webhooks', label: t('title') }] }}
        link={Link}
        actions={
          canWrite ? (
            <>
              <ActionButton
                action={removeWebhook}
                values={{ id }}
                tone="quiet"
                icon={<Trash2 className="size-4" aria-hidden />}
              >
                {t('delete')}
              </ActionButton>
              <ActionButton action={replay} values={{ id }} icon={<RotateCcw className="size-4" aria-hidden />}>
                {t('replayFailed')}
              </ActionButton>
            </>
          ) : null
        }
      />
      <DataTable
        caption={t('attempts')}
        columns={columns}
        rows={page.rows}
        rowKey={(attempt) => String(attempt.id)}
        link={Link}
        pages={{
          ...pageLinks(
            `/developers/webhooks/${id}`,
            {},
            cursor,
            page.nextCursor === null ? null : String(page.nextCursor),
          ),
          firstLabel: list('first'),
          nextLabel: list('next'),
        }}
        empty={
          <EmptyState icon={<WebhookIcon className="size-8" />} title={t('noAttempts')}>
            {t('noAttemptsAbout')}
          </EmptyState>
        }
      />
    </>
  );
}
