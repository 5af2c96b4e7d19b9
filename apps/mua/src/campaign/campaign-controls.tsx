'use client';

import { Button, Dialog, Notice } from '@hikyaku/ui';
import { CircleX, Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import type { Answer } from '../form/answer.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from './change-status.ts';
import type { CampaignStatus } from './view.ts';

export type CampaignControlsProps = {
  id: string;
  status: CampaignStatus;
  /** People who would not get it after a cancel. */
  open: number;
};

/** Pause, resume, cancel: what the campaign allows now. */
export function CampaignControls({ id, status, open }: CampaignControlsProps) {
  const t = useTranslations('live');
  const format = useFormatter();
  const router = useRouter();
  const [pending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const run = (act: (id: string) => Promise<Answer>) =>
    start(async () => {
      const answer = await act(id);
      setFailure(answer.ok ? null : answer.errors.map((error) => error.message).join(' '));
      setAsking(false);
      router.refresh();
    });
  const running = status === 'sending' || status === 'planning';
  const cancelable = running || status === 'paused' || status === 'scheduled';
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        {running ? (
          <Button disabled={pending} onClick={() => run(pauseCampaign)} icon={<Pause className="size-4" aria-hidden />}>
            {t('pause')}
          </Button>
        ) : null}
        {status === 'paused' ? (
          <Button
            tone="primary"
            disabled={pending}
            onClick={() => run(resumeCampaign)}
            icon={<Play className="size-4" aria-hidden />}
          >
            {t('resume')}
          </Button>
        ) : null}
        {cancelable ? (
          <Dialog
            open={asking}
            onOpenChange={setAsking}
            title={t('cancelTitle', { count: format.number(open) })}
            about={t('cancelAbout')}
            closeLabel={t('close')}
            trigger={
              <Button tone="quiet" icon={<CircleX className="size-4" aria-hidden />}>
                {t('cancel')}
              </Button>
            }
          >
            <div className="flex justify-end gap-2">
              <Button onClick={() => setAsking(false)}>{t('keep')}</Button>
              <Button tone="danger" disabled={pending} onClick={() => run(cancelCampaign)}>
                {t('cancelNow')}
              </Button>
            </div>
          </Dialog>
        ) : null}
      </div>
      {failure ? <Notice tone="bad">{failure}</Notice> : null}
    </div>
  );
}
