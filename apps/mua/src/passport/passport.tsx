import { Facts, Panel, StatusBadge } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { AttemptList } from './attempt-list.tsx';
import { FactTimeline } from './fact-timeline.tsx';
import { SentMessagePanels } from './sent-message.tsx';
import type { PassportView, SentMessage } from './view.ts';

/** States about which something came back. */
const failed: readonly string[] = ['bounced', 'deferred', 'expired'];

/** Facts left, timeline right, raw data one click away. `message` is null when it cannot be rendered any more. */
export async function Passport({ passport, message }: { passport: PassportView; message: SentMessage | null }) {
  const t = await getTranslations('passport');
  const states = await getTranslations('states');
  const last = passport.attempts.at(-1);
  const facts = [
    { key: 'state', name: t('state'), value: <StatusBadge status={passport.state} label={states(passport.state)} /> },
    ...(passport.campaign
      ? [
          {
            key: 'campaign',
            name: t('campaign'),
            value: (
              <Link href={`/campaigns/${passport.campaign.id}`} className="text-accent hover:underline">
                {passport.campaign.name}
              </Link>
            ),
          },
        ]
      : []),
    { key: 'stream', name: t('stream'), value: t(`streams.${passport.stream}`) },
    ...(last?.mxHost ? [{ key: 'mx', name: t('mx'), value: last.mxHost }] : []),
    ...(last?.sourceIp ? [{ key: 'source', name: t('source'), value: last.sourceIp }] : []),
    ...(last ? [{ key: 'tls', name: 'TLS', value: last.tls ?? t('noTls') }] : []),
    { key: 'id', name: t('id'), value: <code className="font-mono text-xs">{passport.id}</code> },
  ];
  return (
    <div className="grid gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div>
        <Panel title={t('facts')}>
          <Facts facts={facts} />
          {failed.includes(passport.state) ? (
            <Link
              href={`/tools/explain?message=${passport.recipientId}`}
              className="mt-3 inline-block text-sm text-accent hover:underline"
            >
              {t('explain')}
            </Link>
          ) : null}
        </Panel>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <FactTimeline facts={passport.facts} />
        <AttemptList attempts={passport.attempts} />
        {message ? <SentMessagePanels message={message} /> : null}
      </div>
    </div>
  );
}
