import { CodeBlock, MailFrame, Notice, Panel } from '@hikyaku/ui';
import { Paperclip } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Link } from '../frame/link.tsx';
import { When } from '../time/when.tsx';
import type { InboundView } from './view.ts';

const CHECKS = [
  ['spf', 'SPF'],
  ['dkim', 'DKIM'],
  ['dmarc', 'DMARC'],
  ['arc', 'ARC'],
] as const;

/** A mail from outside. Its HTML stands in a frame without scripts, origin and remote pictures. */
export async function InboundMail({ mail }: { mail: InboundView }) {
  const t = await getTranslations('inbox');
  const format = await getFormatter();
  return (
    <div className="flex flex-col gap-6">
      <Panel>
        <dl className="mb-4 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
          <dt className="text-faint">{t('from')}</dt>
          <dd className="[overflow-wrap:anywhere]">{mail.from}</dd>
          <dt className="text-faint">{t('to')}</dt>
          <dd className="[overflow-wrap:anywhere]">{mail.to}</dd>
          <dt className="text-faint">{t('received')}</dt>
          <dd>
            <When at={mail.receivedAt} exact />
          </dd>
          <dt className="text-faint">{t('auth')}</dt>
          <dd className="flex flex-wrap gap-x-4">
            {mail.auth === null
              ? t('authPending')
              : CHECKS.map(([key, name]) => (
                  <span key={key}>
                    {name}: {t(`authResults.${mail.auth![key]}`)}
                  </span>
                ))}
          </dd>
        </dl>
        {mail.html ? (
          <>
            <MailFrame html={mail.html} title={t('frame')} />
            <p className="mt-2 text-xs text-faint">{t('noRemote')}</p>
          </>
        ) : (
          <p className="border-t border-line pt-4 whitespace-pre-wrap [overflow-wrap:anywhere]">{mail.text}</p>
        )}
        {mail.attachments.length > 0 ? (
          <ul className="mt-4 flex flex-col gap-1 border-t border-line pt-3 text-sm" aria-label={t('attachments')}>
            {mail.attachments.map((file) => (
              <li key={file.filename} className="flex items-center gap-2">
                <Paperclip className="size-4 text-faint" aria-hidden />
                {file.filename}
                <span className="text-faint">{format.number(file.sizeBytes, { style: 'unit', unit: 'byte' })}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </Panel>
      {mail.answers ? (
        <Notice>
          <Link href={`/emails/${mail.answers}`} className="font-medium text-accent underline">
            {t('answers')}
          </Link>
        </Notice>
      ) : null}
      <Panel title={t('raw')}>
        <CodeBlock text={mail.raw} label={t('raw')} />
      </Panel>
    </div>
  );
}
