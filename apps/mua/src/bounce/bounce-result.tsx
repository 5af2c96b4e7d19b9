import { Notice, Panel } from '@hikyaku/ui';
import { useTranslations } from 'next-intl';
import { EvidenceList } from './evidence-list.tsx';
import { MarkedText } from './marked-text.tsx';
import { VerdictPanel } from './verdict-panel.tsx';
import type { BounceView } from './view.ts';

/** What a mail that came back means: its kind, each recipient, and the report itself with the words that led there. */
export function BounceResult({ view }: { view: BounceView }) {
  const t = useTranslations('bounce');
  const kind = view.isEmpty ? 'empty' : view.kind;
  return (
    <div className="flex flex-col gap-6" data-kind={view.kind}>
      <Notice tone={view.kind === 'other' ? 'warn' : 'info'} title={t(`kinds.${kind}`)}>
        <p>{t(`kindAbout.${kind}`)}</p>
      </Notice>
      {view.verdicts.map((verdict, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a report may name one address twice, and the list never changes
        <VerdictPanel key={index} verdict={verdict} kind={view.kind} />
      ))}
      {view.evidence.length > 0 ? (
        <Panel title={t('kindEvidence')} about={t('kindEvidenceAbout')}>
          <EvidenceList evidence={view.evidence} />
        </Panel>
      ) : null}
      {view.parts.length > 0 ? (
        <Panel title={t('report')} about={t('reportAbout')}>
          <div className="flex flex-col gap-4">
            {view.parts.map((part) => (
              <figure key={part.path}>
                <figcaption className="mb-1 text-xs text-faint">
                  {part.path === 'header' ? t('header') : t('part', { path: part.path, type: part.type })}
                </figcaption>
                <MarkedText pieces={part.pieces} className="max-h-96 overflow-auto rounded-card border border-line" />
              </figure>
            ))}
          </div>
        </Panel>
      ) : null}
    </div>
  );
}
