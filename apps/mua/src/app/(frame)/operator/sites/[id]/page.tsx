import { parseId } from '@hikyaku/db';
import type { ImposedLimit, SiteView } from '@hikyaku/egress';
import { type Column, DataTable, Facts, Notice, PageHeader, Panel } from '@hikyaku/ui';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ActionButton } from '../../../../../form/action-button.tsx';
import { ActionForm } from '../../../../../form/action-form.tsx';
import { Link } from '../../../../../frame/link.tsx';
import { requirePrincipal } from '../../../../../gate/require-principal.ts';
import { loadSite } from '../../../../../sites/load-sites.ts';
import { showSite } from '../../../../../sites/show-site.ts';
import { dropLimits, lift, saveLimits, suspend } from '../../../../../sites/site-actions.ts';
import { waitWords } from '../../../../../sites/wait-words.ts';
import { When } from '../../../../../time/when.tsx';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('sites'))('title'),
});

/** One site: why mail waits there, the limits in force with the rule that set each, and what an operator may do. */
export default async function SitePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const t = await getTranslations('sites');
  const frame = await getTranslations('frame');
  const principal = await requirePrincipal();
  const row = parseId('site', id);
  const site = principal.isOperator && row !== null ? await loadSite(row) : null;
  if (!site) notFound();
  const say = await waitWords();
  return (
    <>
      <PageHeader
        title={showSite(site)}
        trail={{ label: frame('trail'), items: [{ href: '/operator/sites', label: t('title') }] }}
        link={Link}
      />
      <div className="flex flex-col gap-6">
        <Notice tone={site.suspension ? 'bad' : 'good'} title={t('why')}>
          <span className="[overflow-wrap:anywhere]">{say(site.wait)}</span>
        </Notice>
        <Panel title={t('inForce')}>
          <SiteFacts site={site} />
        </Panel>
        <Imposed site={site} id={id} />
        <Panel title={t('suspend')} about={t('suspendAbout')}>
          <ActionForm
            action={suspend}
            submit={t('suspend')}
            tone="danger"
            fields={[
              { id: 'id', kind: 'hidden', label: '', value: id },
              { id: 'minutes', label: t('minutes'), value: '60', required: true, maxLength: 6, autoComplete: 'off' },
              { id: 'reason', label: t('reason'), required: true, maxLength: 500, autoComplete: 'off' },
            ]}
          />
        </Panel>
        <LimitsForm site={site} id={id} />
      </div>
    </>
  );
}

async function SiteFacts({ site }: { site: SiteView }) {
  const t = await getTranslations('sites');
  const format = await getFormatter();
  const by = (rule: string) => t('setBy', { rule });
  const rate = site.perSecond.value;
  const facts = [
    {
      key: 'waiting',
      name: t('waiting'),
      value: t('waitingCounts', {
        ready: format.number(site.ready),
        sending: format.number(site.sending),
        deferred: format.number(site.deferred),
        held: format.number(site.held),
      }),
    },
    {
      key: 'connections',
      name: t('connections'),
      value: `${format.number(site.connectionsOpen)} / ${format.number(site.connections.value)} ${by(site.connections.rule)}`,
    },
    {
      key: 'perConnection',
      name: t('perConnection'),
      value: `${format.number(site.perConnection.value)} ${by(site.perConnection.rule)}`,
    },
    {
      key: 'rate',
      name: t('rate'),
      value: `${rate === null ? t('noRate') : format.number(rate, { maximumFractionDigits: 3 })} ${by(site.perSecond.rule)}`,
    },
    { key: 'tls', name: 'TLS', value: `${t(`tls.${site.tls.value}`)} ${by(site.tls.rule)}` },
    ...(site.nextAt ? [{ key: 'next', name: t('next'), value: <When at={site.nextAt} exact /> }] : []),
    { key: 'key', name: t('key'), value: <code className="font-mono text-xs">{site.key}</code> },
    {
      key: 'domains',
      name: t('domains', { count: format.number(site.domainCount) }),
      value: site.domains.join(', ') || '—',
    },
    { key: 'mx', name: 'MX', value: site.mx.join(', ') || '—' },
  ];
  return <Facts facts={facts} />;
}

async function Imposed({ site, id }: { site: SiteView; id: string }) {
  const t = await getTranslations('sites');
  if (site.imposed.length === 0) return null;
  const what = (row: ImposedLimit) =>
    row.suspended
      ? t('suspended')
      : [
          row.connections === null ? '' : t('connectionsAtMost', { count: row.connections }),
          row.perMinute === null ? '' : t('perMinuteAtMost', { count: row.perMinute }),
        ]
          .filter(Boolean)
          .join(' · ');
  const columns: Column<ImposedLimit>[] = [
    { key: 'rule', header: t('rule'), cell: (row) => (row.rule === 'operator' ? t('operator') : row.rule) },
    { key: 'what', header: t('what'), cell: what },
    {
      key: 'scope',
      header: t('source'),
      wide: true,
      cell: (row) => (row.tenantId > 0 ? t('oneTenant') : row.source || t('everySource')),
    },
    { key: 'until', header: t('until'), cell: (row) => <When at={row.until} /> },
    { key: 'said', header: t('said'), grow: true, wide: true, cell: (row) => row.why },
  ];
  return (
    <Panel
      title={t('imposed')}
      about={t('imposedAbout')}
      actions={
        <ActionButton action={lift} values={{ id }} tone="primary">
          {t('lift')}
        </ActionButton>
      }
    >
      <DataTable
        caption={t('imposed')}
        columns={columns}
        rows={site.imposed}
        rowKey={(row) => `${row.rule} ${row.source} ${row.tenantId} ${row.campaignId}`}
        link={Link}
        empty={null}
      />
    </Panel>
  );
}

async function LimitsForm({ site, id }: { site: SiteView; id: string }) {
  const t = await getTranslations('sites');
  const isOwn = site.perConnection.rule === `site:${site.key}`.slice(0, 100);
  const policies = ['opportunistic', 'required', 'none'] as const;
  return (
    <Panel
      title={t('limits')}
      about={t('limitsAbout')}
      actions={
        isOwn ? (
          <ActionButton action={dropLimits} values={{ id }}>
            {t('dropLimits')}
          </ActionButton>
        ) : undefined
      }
    >
      <ActionForm
        action={saveLimits}
        submit={t('saveLimits')}
        fields={[
          { id: 'id', kind: 'hidden', label: '', value: id },
          { id: 'connections', label: t('connections'), value: String(site.connections.value), required: true },
          { id: 'per_connection', label: t('perConnection'), value: String(site.perConnection.value), required: true },
          { id: 'per_second', label: t('rate'), help: t('rateHelp'), value: String(site.perSecond.value ?? '') },
          {
            id: 'tls',
            kind: 'select',
            label: 'TLS',
            value: site.tls.value,
            options: policies.map((value) => ({ value, label: t(`tls.${value}`) })),
          },
        ]}
      />
    </Panel>
  );
}
