import { CodeBlock, Facts, MailFrame, Panel } from '@hikyaku/ui';
import { getTranslations } from 'next-intl/server';
import type { SentMessage } from './view.ts';

const explained = ['DKIM-Signature', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Message-ID', 'Feedback-ID'] as const;

/** The message as it left: rendered in a frame without rights, its headers explained, its source. */
export async function SentMessagePanels({ message }: { message: SentMessage }) {
  const t = await getTranslations('passport');
  const facts = explained.flatMap((name) => {
    const header = message.headers.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!header) return [];
    return [
      {
        key: name,
        name,
        value: (
          <>
            <code className="block font-mono text-xs [overflow-wrap:anywhere]">{header.value}</code>
            <span className="text-faint">{t(`headers.${name}`)}</span>
          </>
        ),
      },
    ];
  });
  return (
    <>
      <Panel title={t('message')}>
        <p className="mb-3 text-sm [overflow-wrap:anywhere]">
          <span className="font-medium">{message.subject}</span>
          <span className="block text-faint">{message.from}</span>
        </p>
        {message.html ? (
          <MailFrame html={message.html} title={t('messageFrame')} />
        ) : (
          <CodeBlock text={message.text ?? ''} label={t('message')} />
        )}
      </Panel>
      {facts.length > 0 ? (
        <Panel title={t('headersTitle')}>
          <Facts facts={facts} />
        </Panel>
      ) : null}
      <Panel title={t('raw')} about={t('rawAbout')}>
        <CodeBlock text={message.raw} label={t('raw')} />
      </Panel>
    </>
  );
}
