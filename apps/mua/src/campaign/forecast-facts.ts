import type { CampaignForecast } from '@hikyaku/egress';
import { getTranslations } from 'next-intl/server';

/** What was expected of a campaign and what it took, as facts of its page; nothing before it was laid out. */
export async function forecastFacts({ now, kept, tookSeconds }: CampaignForecast) {
  const t = await getTranslations('forecast');
  const lasts = (seconds: number): string => {
    if (seconds < 90) return t('seconds', { count: seconds });
    const minutes = Math.ceil(seconds / 60);
    return minutes < 90 ? t('minutes', { count: minutes }) : t('hours', { count: Math.ceil(minutes / 60) });
  };
  const slowest = now.sites[0];
  return [
    ...(slowest && tookSeconds === null
      ? [{ key: 'left', name: t('left'), value: t('slowest', { time: lasts(now.seconds), site: slowest.site }) }]
      : []),
    ...(kept ? [{ key: 'expected', name: t('expected'), value: lasts(kept.seconds) }] : []),
    ...(tookSeconds === null ? [] : [{ key: 'took', name: t('took'), value: lasts(tookSeconds) }]),
  ];
}
