import { findContact } from '@hikyaku/audience';
import { formatId, parseId } from '@hikyaku/db';
import { listEvents } from '@hikyaku/events';
import { can } from '@hikyaku/tenancy';
import { Facts, PageHeader, Panel, StatusBadge } from '@hikyaku/ui';
import { Trash2 } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { EventTable } from '../../../../activity/event-table.tsx';
import { viewEvent } from '../../../../activity/view-event.ts';
import { removeContact, renameContact } from '../../../../audience/contact-actions.ts';
import { ActionButton } from '../../../../form/action-button.tsx';
import { ActionForm } from '../../../../form/action-form.tsx';
import { Link } from '../../../../frame/link.tsx';
import { read } from '../../../../gate/read.ts';
import { factNames } from '../../../../passport/fact-names.ts';
import { When } from '../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('contacts'))('title'),
});

const EVENTS = 20;

export default async function ContactPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('contacts');
  const frame = await getTranslations('frame');
  const names = await factNames();
  const row = parseId('contact', id);
  const found = await read(async (sql, { principal }) => {
    const contact = row === null ? null : await findContact(sql, row);
    if (!contact) return null;
    const events = await listEvents(sql, { email: contact.email, limit: EVENTS });
    return { contact, events: events.rows.map(viewEvent), canWrite: can(principal, 'contacts:write') };
  });
  if (!found) notFound();
  const { contact, events, canWrite } = found;
  const attributes = Object.entries(contact.attributes).map(([key, value]) => ({
    key,
    name: key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return (
    <>
      <PageHeader
        title={contact.spelling}
        trail={{ label: frame('trail'), items: [{ href: '/contacts', label: t('title') }] }}
        link={Link}
        status={
          contact.suppressions.length === 0 ? (
            <StatusBadge status="subscribed" label={t('canBeMailed')} />
          ) : (
            <StatusBadge status="suppressed" label={names.reason(contact.suppressions[0]?.reason ?? '')} />
          )
        }
        actions={
          canWrite ? (
            <ActionButton
              action={removeContact}
              values={{ id }}
              tone="quiet"
              icon={<Trash2 className="size-4" aria-hidden />}
            >
              {t('delete')}
            </ActionButton>
          ) : null
        }
      />
      <div className="grid gap-6 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-6">
          <Panel title={t('facts')}>
            <Facts
              facts={[
                { key: 'name', name: t('name'), value: contact.name || '–' },
                {
                  key: 'lists',
                  name: t('lists'),
                  value:
                    contact.lists.length === 0
                      ? t('noList')
                      : contact.lists.map((list) => (
                          <Link
                            key={list.id}
                            href={`/lists/${formatId('list', list.id)}`}
                            className="mr-2 text-accent hover:underline"
                          >
                            {list.name}
                          </Link>
                        )),
                },
                { key: 'added', name: t('added'), value: <When at={contact.createdAt} exact /> },
                ...attributes,
              ]}
            />
          </Panel>
          {canWrite ? (
            <Panel title={t('rename')}>
              <ActionForm
                action={renameContact}
                submit={t('save')}
                tone="secondary"
                fields={[
                  { id: 'id', kind: 'hidden', label: '', value: id },
                  { id: 'name', label: t('name'), value: contact.name, maxLength: 200 },
                ]}
              />
            </Panel>
          ) : null}
        </div>
        <section className="min-w-0">
          <h2 className="mb-2 text-sm font-semibold">{t('events')}</h2>
          <EventTable events={events} pages={{}} />
        </section>
      </div>
    </>
  );
}
