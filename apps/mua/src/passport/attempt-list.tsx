import { CodeBlock, Panel, StatusBadge } from '@hikyaku/ui';
import { getFormatter, getTranslations } from 'next-intl/server';
import { When } from '../time/when.tsx';
import { formatConversation } from './format-conversation.ts';
import type { AttemptView } from './view.ts';

/** Each try with what was said on the wire. */
export async function AttemptList({ attempts }: { attempts: readonly AttemptView[] }) {
  const t = await getTranslations('passport');
  const states = await getTranslations('states');
  const format = await getFormatter();
  if (attempts.length === 0) return null;
  return (
    <Panel title={t('attempts')} about={t('attemptsAbout')}>
      <ol className="flex flex-col gap-3">
        {attempts.map((attempt) => (
          <li key={attempt.n}>
            <details className="rounded-card border border-line" open={attempt.n === attempts.length}>
              <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
                <span className="font-medium">{t('attempt', { n: attempt.n })}</span>
                <StatusBadge status={attempt.state} label={states(attempt.state)} />
                <span className="text-faint">{attempt.mxHost}</span>
                <span className="ml-auto text-xs text-faint">
                  <When at={attempt.at} exact />
                </span>
              </summary>
              <div className="flex flex-col gap-3 border-t border-line p-3 text-sm">
                <p className="font-mono text-xs [overflow-wrap:anywhere]">{attempt.reply}</p>
                <dl className="flex flex-wrap gap-x-6 gap-y-1 text-xs">
                  <Fact name={t('mx')} value={[attempt.mxHost, attempt.mxIp].filter(Boolean).join(' ')} />
                  <Fact name={t('source')} value={attempt.sourceIp} />
                  <Fact name="TLS" value={attempt.tls ?? t('noTls')} />
                  <Fact name={t('duration')} value={t('milliseconds', { count: format.number(attempt.durationMs) })} />
                </dl>
                {attempt.conversation.length > 0 ? (
                  <CodeBlock label={t('conversation')} text={formatConversation(attempt.conversation)} />
                ) : null}
              </div>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (!value) return null;
  return (
    <div className="flex gap-1.5">
      <dt className="text-faint">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{value}</dd>
    </div>
  );
}
