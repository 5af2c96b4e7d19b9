import type { Wait } from '@hikyaku/egress';
import { getFormatter, getTranslations } from 'next-intl/server';

/** Says in the reader's language why mail of a site waits. */
export async function waitWords(): Promise<(wait: Wait) => string> {
  const t = await getTranslations('sites.wait');
  const format = await getFormatter();
  const clock = (at: Date) =>
    format.dateTime(at, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const rate = (perSecond: number) =>
    perSecond >= 1
      ? t('perSecond', { rate: format.number(perSecond, { maximumFractionDigits: 1 }) })
      : t('perMinute', { rate: format.number(perSecond * 60, { maximumFractionDigits: 1 }) });
  return (wait) => {
    switch (wait.kind) {
      case 'suspended':
        return t('suspended', { time: clock(wait.until), rule: ruleWords(t('operator'), wait.rule), why: wait.why });
      case 'warmup':
        return t('warmup', { time: clock(wait.until) });
      case 'sending':
        return t('sending', { count: wait.connections });
      case 'rate':
        return t('rate', { rate: rate(wait.perSecond), rule: wait.rule, time: lasts(wait.seconds) });
      case 'connections':
        return t('connections', { open: wait.open, limit: wait.limit, rule: wait.rule });
      case 'turn':
        return t('turn', { count: wait.people });
      case 'held':
        return t('held', { count: wait.people });
      case 'retry':
        return t('retry', { count: wait.people, time: clock(wait.at) });
      case 'idle':
        return t('idle');
    }
  };

  function lasts(seconds: number): string {
    if (seconds < 90) return t('seconds', { count: seconds });
    const minutes = Math.ceil(seconds / 60);
    return minutes < 90 ? t('minutes', { count: minutes }) : t('hours', { count: Math.ceil(minutes / 60) });
  }
}

const ruleWords = (operator: string, rule: string): string => (rule === 'operator' ? operator : rule);
