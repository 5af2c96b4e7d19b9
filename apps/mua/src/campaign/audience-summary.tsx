'use client';

import { Users } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { AudienceCount } from './view.ts';

/** Who will get it, exactly, and who will not, by reason. */
export function AudienceSummary({ audience }: { audience: AudienceCount | null }) {
  const t = useTranslations('editor');
  const format = useFormatter();
  const reasonName = useReasonName();
  if (!audience) return <p className="text-sm text-faint">{t('audienceNone')}</p>;
  const excluded = Object.entries(audience.excluded).filter(([, count]) => count > 0);
  return (
    <div className="flex flex-col gap-2 text-sm" aria-live="polite">
      <p className="flex items-center gap-2 text-base font-semibold tabular-nums">
        <Users className="size-4 text-faint" aria-hidden />
        <span data-sendable={audience.sendable}>
          {t('audienceSendable', { count: format.number(audience.sendable) })}
        </span>
      </p>
      <p className="text-faint">{t('audienceTotal', { count: format.number(audience.total) })}</p>
      {excluded.length > 0 ? (
        <ul className="flex flex-col gap-1">
          {excluded.map(([reason, count]) => (
            <li key={reason} className="flex justify-between gap-4">
              <span className="text-faint">{reasonName(reason)}</span>
              <span className="tabular-nums">{format.number(count)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Names the reason of an exclusion; one that has no name yet is shown as it is. */
function useReasonName() {
  const t = useTranslations('editor.exclusions');
  const known = ['unsubscribed', 'suppressed', 'duplicate', 'invalid', 'bounced', 'complained', 'manual'] as const;
  return (reason: string) => {
    const name = known.find((one) => one === reason);
    return name ? t(name) : reason;
  };
}
