import { Facts, Panel, StatusBadge, type Tone } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { EvidenceList } from './evidence-list.tsx';
import { MarkedText } from './marked-text.tsx';
import type { BounceView, VerdictView } from './view.ts';

type Badge = { word: 'hard' | 'soft' | 'waiting' | 'complained' | 'left' | 'alive'; status: string; tone: Tone };

function badgeOf(kind: BounceView['kind'], { hard, reason }: VerdictView): Badge {
  if (hard) return { word: 'hard', status: 'bounced', tone: 'bad' };
  if (reason === 'complaint') return { word: 'complained', status: 'complained', tone: 'bad' };
  if (reason === 'unsubscribe') return { word: 'left', status: 'unsubscribed', tone: 'calm' };
  if (reason === 'autoreply' || reason === 'delivered') return { word: 'alive', status: 'delivered', tone: 'good' };
  if (kind === 'delayed') return { word: 'waiting', status: 'deferred', tone: 'warn' };
  return { word: 'soft', status: 'deferred', tone: 'warn' };
}

/** One recipient: why, hard or soft, what we do and for which reason, and the words that led there. */
export function VerdictPanel({ verdict, kind }: { verdict: VerdictView; kind: BounceView['kind'] }) {
  const t = useTranslations('bounce');
  const reasons = useTranslations('reasons');
  const badge = badgeOf(kind, verdict);
  const codes = [verdict.code, verdict.status].filter(Boolean).join(' ');
  const facts = [
    {
      key: 'reason',
      name: t('reason'),
      value: (
        <>
          <span className="font-medium">{reasons(verdict.reason)}</span>
          <span className="block">{t(`meaning.${verdict.reason}`)}</span>
        </>
      ),
    },
    {
      key: 'action',
      name: t('action'),
      value: (
        <span data-consequence={verdict.consequence}>
          <span className="font-medium">{t(`actions.${verdict.consequence}`)}</span>
          <span className="block">
            {verdict.consequence === 'keep' ? t(`why.${verdict.scope}`) : t(`actionAbout.${verdict.consequence}`)}
          </span>
        </span>
      ),
    },
    ...(codes ? [{ key: 'codes', name: t('codes'), value: <code className="font-mono text-xs">{codes}</code> }] : []),
  ];
  const title = kind === 'answer' ? t('serverAnswer') : (verdict.email ?? t('hidden'));
  return (
    <Panel
      title={<span className="[overflow-wrap:anywhere]">{title}</span>}
      actions={<StatusBadge status={badge.status} tone={badge.tone} label={t(`badges.${badge.word}`)} />}
    >
      <div className="flex flex-col gap-4" data-reason={verdict.reason}>
        <Facts facts={facts} />
        {verdict.said.length > 0 ? (
          <div>
            <p className="mb-1 text-xs text-faint">{t('said')}</p>
            <MarkedText pieces={verdict.said} className="rounded-card border border-line" />
          </div>
        ) : null}
        <div>
          <p className="mb-1 text-xs text-faint">{t('evidence')}</p>
          <EvidenceList evidence={verdict.evidence} />
        </div>
      </div>
    </Panel>
  );
}
