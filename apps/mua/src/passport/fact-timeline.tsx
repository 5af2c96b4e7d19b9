import { Panel, Timeline, type Tone } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import { When } from '../time/when.tsx';
import { factNames } from './fact-names.ts';
import type { FactView } from './view.ts';

const tones: Record<string, Tone> = {
  accepted: 'calm',
  delivered: 'good',
  deferred: 'warn',
  bounced: 'bad',
  expired: 'bad',
  unconfirmed: 'warn',
  opened: 'busy',
  clicked: 'busy',
  received: 'busy',
  complained: 'bad',
};

/** How somebody unsubscribed. */
const ways = ['one_click', 'page', 'mail'] as const;

/** What happened to this recipient, in order. */
export async function FactTimeline({ facts }: { facts: readonly FactView[] }) {
  const t = await getTranslations('passport');
  const names = await factNames();
  const say = (detail: string) => {
    const way = ways.find((one) => one === detail);
    return way ? t(`ways.${way}`) : detail;
  };
  return (
    <Panel title={t('timeline')}>
      <Timeline
        entries={facts.map((fact) => ({
          key: fact.id,
          title: names.fact(fact.type),
          when: <When at={fact.at} exact />,
          tone: fact.machine ? 'calm' : (tones[fact.type] ?? 'calm'),
          children:
            fact.reply || fact.reason || fact.detail || fact.machine ? (
              <>
                {fact.reason ? <p>{names.reason(fact.reason)}</p> : null}
                {fact.reply ? <p className="font-mono text-xs [overflow-wrap:anywhere]">{fact.reply}</p> : null}
                {fact.machine ? <p>{t('machine')}</p> : null}
                {fact.detail ? <p className="[overflow-wrap:anywhere]">{say(fact.detail)}</p> : null}
              </>
            ) : null,
        }))}
      />
    </Panel>
  );
}
