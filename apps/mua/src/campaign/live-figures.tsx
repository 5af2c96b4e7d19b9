'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Link } from '../frame/link.tsx';
import type { LiveState } from './view.ts';

type LiveFiguresProps = { live: LiveState; settled: number; recipientsHref: string };

/** The numbers that one looks at first: people, share done, rate, time left. */
export function LiveFigures({ live, settled, recipientsHref }: LiveFiguresProps) {
  const t = useTranslations('live');
  const format = useFormatter();
  const left = live.secondsLeft;
  const figures = [
    { key: 'planned', name: t('planned'), value: format.number(live.planned), href: recipientsHref },
    {
      key: 'settled',
      name: t('settled'),
      value:
        live.planned > 0 ? format.number(settled / live.planned, { style: 'percent', maximumFractionDigits: 1 }) : '—',
    },
    {
      key: 'rate',
      name: t('rate'),
      value:
        live.perSecond === null
          ? '—'
          : t('perSecond', { rate: format.number(live.perSecond, { maximumFractionDigits: 0 }) }),
    },
    {
      key: 'left',
      name: t('left'),
      value:
        left === null ? '—' : left < 90 ? t('seconds', { count: left }) : t('minutes', { count: Math.ceil(left / 60) }),
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
      {figures.map((figure) => (
        <div key={figure.key} data-figure={figure.key}>
          <dt className="text-xs text-faint">{figure.name}</dt>
          <dd className="text-xl font-semibold tabular-nums">
            {figure.href ? (
              <Link href={figure.href} className="underline decoration-edge underline-offset-4">
                {figure.value}
              </Link>
            ) : (
              figure.value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
