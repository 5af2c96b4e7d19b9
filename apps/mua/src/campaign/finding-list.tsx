'use client';

import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Finding } from './view.ts';

/** Checks of the message: what stops the sending, and what to look at. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations('editor');
  if (findings.length === 0) {
    return (
      <p className="flex items-center gap-2 text-sm text-good">
        <CircleCheck className="size-4" aria-hidden />
        {t('checksGood')}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {findings.map((finding) => {
        const Icon = finding.level === 'error' ? CircleX : TriangleAlert;
        return (
          <li key={finding.level + finding.message} className="flex items-start gap-2">
            <Icon
              className={`mt-0.5 size-4 shrink-0 ${finding.level === 'error' ? 'text-bad' : 'text-warn'}`}
              aria-label={t(`levels.${finding.level}`)}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">{finding.message}</span>
          </li>
        );
      })}
    </ul>
  );
}
