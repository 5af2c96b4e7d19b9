import { useTranslations } from 'next-intl';
import type { EvidenceView } from './view.ts';

/** Which words in which part led to a verdict, and the rule that knows them. */
export function EvidenceList({ evidence }: { evidence: readonly EvidenceView[] }) {
  const t = useTranslations('bounce');
  const place = (part: string) => (part === 'header' ? t('inHeader') : part === '' ? '' : t('inPart', { path: part }));
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {evidence.map(({ rule, part, words }) => (
        <li key={`${part} ${rule} ${words}`} className="[overflow-wrap:anywhere]">
          <q className="font-medium">{words === '' ? '—' : words}</q> <span className="text-faint">{place(part)}</span>
          <span className="block text-xs text-faint">{t('rule', { rule })}</span>
        </li>
      ))}
    </ul>
  );
}
