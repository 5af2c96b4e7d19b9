'use client';

import { Button, Dialog, InputField, Notice } from '@hikyaku/ui';
import { Send } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';

/** Above this many people the number must be typed. */
const TYPE_ABOVE = 10_000;

export type SendDialogProps = {
  /** People who will get it, as counted just now. */
  people: number;
  subject: string;
  disabled: boolean;
  /** Saves and sends, now or at `at`; answers what went wrong, or null (the page then changes by itself). */
  onSend: (at: Date | null) => Promise<string | null>;
};

/** The one real confirmation: it names the number of people, and asks to type it when they are many. */
export function SendDialog({ people, subject, disabled, onSend }: SendDialogProps) {
  const t = useTranslations('send');
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [later, setLater] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const mustType = people > TYPE_ABOVE;
  const confirmed = !mustType || typed.replace(/[\s,.]/g, '') === String(people);
  const send = async () => {
    setPending(true);
    setFailure(await onSend(later ? new Date(later) : null));
    setPending(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('title', { count: format.number(people) })}
      about={t('about', { subject })}
      closeLabel={t('close')}
      trigger={
        <Button tone="primary" disabled={disabled} icon={<Send className="size-4" aria-hidden />}>
          {t('open')}
        </Button>
      }
    >
      {failure ? <Notice tone="bad">{failure}</Notice> : null}
      {mustType ? (
        <InputField
          id="send-people"
          label={t('type', { count: format.number(people) })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      <InputField
        id="send-later"
        type="datetime-local"
        label={t('later')}
        help={t('laterHelp')}
        value={later}
        onChange={(event) => setLater(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>{t('back')}</Button>
        <Button tone="primary" disabled={!confirmed || pending || people === 0} onClick={send}>
          {pending ? t('sending') : later ? t('schedule') : t('now', { count: format.number(people) })}
        </Button>
      </div>
    </Dialog>
  );
}
