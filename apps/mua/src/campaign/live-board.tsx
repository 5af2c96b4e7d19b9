'use client';

import { Notice, Panel, StateBar, StateLegend, StatusBadge } from '@hikyaku/ui';
import { useFormatter, useTranslations } from 'next-intl';
import { Link } from '../frame/link.tsx';
import { CampaignControls } from './campaign-controls.tsx';
import { LiveFigures } from './live-figures.tsx';
import { RefusalTable } from './refusal-table.tsx';
import { SiteTable } from './site-table.tsx';
import { useLive } from './use-live.ts';
import type { LiveState } from './view.ts';

export type LiveBoardProps = {
  id: string;
  name: string;
  initial: LiveState;
  /** The person may pause, resume and cancel. */
  canAct: boolean;
};

/** A campaign while it is sent; when it is done, the same page is its report. */
export function LiveBoard({ id, name, initial, canAct }: LiveBoardProps) {
  const t = useTranslations('live');
  const states = useTranslations('states');
  const statuses = useTranslations('campaigns.statuses');
  const format = useFormatter();
  const { live, connected } = useLive(id, initial);
  const { counts, planned } = live;
  const hrefOf = (state: string) => `/campaigns/${id}/recipients?status=${state}`;
  const number = (count: number) => format.number(count);
  const names = stateNames(states);
  const settled = planned - counts.queued - counts.sending - counts.deferred;
  return (
    <div className="flex flex-col gap-6" data-live={live.status}>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="text-2xl leading-tight font-semibold tracking-tight [overflow-wrap:anywhere]">{name}</h1>
            <StatusBadge status={live.status} label={statuses(live.status)} />
          </div>
          <p className="mt-1 text-sm text-faint">
            {t('asOf', {
              time: format.dateTime(new Date(live.at), { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
            })}
          </p>
        </div>
        {canAct ? <CampaignControls id={id} status={live.status} open={counts.queued + counts.deferred} /> : null}
      </header>
      {connected ? null : <Notice tone="warn">{t('reconnecting')}</Notice>}
      {live.pauseReason ? (
        <Notice tone="warn" title={t('pausedBecause')}>
          {live.pauseReason}
        </Notice>
      ) : null}
      <Panel>
        <div className="flex flex-col gap-4">
          <LiveFigures live={live} settled={settled} recipientsHref={`/campaigns/${id}/recipients`} />
          <StateBar counts={counts} label={t('barLabel', { settled: number(settled), planned: number(planned) })} />
          <StateLegend counts={counts} names={names} format={number} hrefOf={hrefOf} link={Link} />
          <FactRow live={live} hrefOf={hrefOf} />
        </div>
      </Panel>
      <SiteTable sites={live.sites} others={live.otherSites} at={live.at} />
      <RefusalTable refusals={live.refusals} names={names} />
    </div>
  );
}

type StateName = ReturnType<typeof useTranslations<'states'>>;

const stateNames = (t: StateName) => ({
  delivered: t('delivered'),
  bounced: t('bounced'),
  expired: t('expired'),
  suppressed: t('suppressed'),
  canceled: t('canceled'),
  unconfirmed: t('unconfirmed'),
  deferred: t('deferred'),
  sending: t('sending'),
  queued: t('queued'),
});

/** Facts beside the state, each with its denominator. */
function FactRow({ live, hrefOf }: { live: LiveState; hrefOf: (state: string) => string }) {
  const t = useTranslations('live');
  const format = useFormatter();
  const of = live.counts.delivered;
  const facts = ['opened', 'clicked', 'complained', 'unsubscribed'] as const;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 text-sm">
      {facts.map((fact) => (
        <div key={fact} className="flex items-baseline gap-2" data-state={fact}>
          <dt className="text-faint">{t(fact)}</dt>
          <dd className="tabular-nums">
            <Link href={hrefOf(fact)} className="font-medium underline decoration-edge underline-offset-2">
              {format.number(live.facts[fact])}
            </Link>{' '}
            {of > 0 ? (
              <span className="text-xs text-faint">
                {t('share', {
                  share: format.number(live.facts[fact] / of, { style: 'percent', maximumFractionDigits: 2 }),
                  of: format.number(of),
                })}
              </span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
