import { useTranslations } from 'next-intl';
import type { EvidenceView } from './view.ts';

/** Rules that have a name in the reader's language. The others are named by the answer that they were written for. */
const named = {
  'delivery status (RFC 3464)': 'delivery_status',
  'feedback report (RFC 5965)': 'feedback_report',
  'a mail system as sender': 'system_sender',
  'a subject of failure': 'subject',
  'an empty return-path': 'null_sender',
  'a report (RFC 6522)': 'report',
  'words of failure': 'words',
  'Subject of an automatic answer': 'autoreply',
  'a word that asks to leave': 'leave',
  'SES notification': 'ses',
  'no words, no code': 'none',
} as const;

const isNamed = (rule: string): rule is keyof typeof named => Object.hasOwn(named, rule);

/** Which words in which part led to a verdict, and the rule that knows them. */
export function EvidenceList({ evidence }: { evidence: readonly EvidenceView[] }) {
  const t = useTranslations('bounce');
  const place = (part: string) => (part === 'header' ? t('inHeader') : part === '' ? '' : t('inPart', { path: part }));
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {evidence.map(({ rule, part, words }) => (
        <li key={`${part} ${rule} ${words}`} className="[overflow-wrap:anywhere]">
          <q className="font-medium">{words === '' ? '—' : words}</q> <span className="text-faint">{place(part)}</span>
          <span className="block text-xs text-faint">
            {t('rule', { rule: isNamed(rule) ? t(`rules.${named[rule]}`) : rule })}
          </span>
        </li>
      ))}
    </ul>
  );
}
