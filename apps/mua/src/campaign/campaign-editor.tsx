'use client';

import { Button, CheckField, ErrorSummary, InputField, Panel, TextField } from '@hikyaku/ui';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { FormError } from '../form/answer.ts';
import { AudienceSummary } from './audience-summary.tsx';
import { sendCampaign } from './change-status.ts';
import { FindingList } from './finding-list.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { saveCampaign } from './save-campaign.ts';
import { SendDialog } from './send-dialog.tsx';
import { TestSend } from './test-send.tsx';
import { useAudience } from './use-audience.ts';
import { usePreview } from './use-preview.ts';
import type { CampaignDraft, ListChoice } from './view.ts';

export type CampaignEditorProps = {
  draft: CampaignDraft;
  lists: readonly ListChoice[];
  /** Addresses that may stand in From, and contacts for the preview. */
  senders: readonly string[];
  contacts: readonly string[];
};

/** Message left, preview right, the exact audience always in sight. */
export function CampaignEditor({ draft: first, lists, senders, contacts }: CampaignEditorProps) {
  const t = useTranslations('editor');
  const format = useFormatter();
  const router = useRouter();
  const [draft, setDraft] = useState(first);
  const [contact, setContact] = useState('');
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const saved = useRef(first);
  const preview = usePreview(draft, contact);
  const audience = useAudience(draft.listIds);
  const set = (part: Partial<CampaignDraft>) => setDraft((now) => ({ ...now, ...part }));
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  /** The id of what was saved, or null when it was refused. */
  const save = async (): Promise<string | null> => {
    setSaving(true);
    const answer = await saveCampaign(draft);
    setSaving(false);
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) return null;
    const now = { ...draft, id: answer.value };
    saved.current = now;
    setDraft(now);
    setSavedAt(new Date());
    if (!draft.id) window.history.replaceState(null, '', `/campaigns/${answer.value}/edit`);
    return answer.value;
  };
  const send = async (at: Date | null): Promise<string | null> => {
    const id = await save();
    if (!id) return t('fixFirst');
    const answer = await sendCampaign(id, at?.toISOString() ?? null);
    if (!answer.ok) return answer.errors.map((error) => error.message).join(' ');
    router.push(`/campaigns/${id}`);
    return null;
  };
  const toggleList = (id: string, on: boolean) =>
    set({ listIds: on ? [...draft.listIds, id] : draft.listIds.filter((other) => other !== id) });

  const findings = preview?.findings ?? [];
  const stopped = findings.some((finding) => finding.level === 'error');
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <form
        className="flex min-w-0 flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <ErrorSummary title={t('notSaved')} errors={errors} />
        <InputField
          id="name"
          label={t('name')}
          help={t('nameHelp')}
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.target.value })}
          required
        />
        <InputField
          id="from"
          label={t('from')}
          help={t('fromHelp')}
          value={draft.from}
          error={errorOf('from')}
          onChange={(event) => set({ from: event.target.value })}
          list="senders"
          required
        />
        <datalist id="senders">
          {senders.map((sender) => (
            <option key={sender} value={sender} />
          ))}
        </datalist>
        <InputField
          id="subject"
          label={t('subject')}
          value={draft.subject}
          error={errorOf('subject')}
          onChange={(event) => set({ subject: event.target.value })}
          required
        />
        <TextField
          id="html"
          label={t('html')}
          help={t('mergeHelp')}
          value={draft.html}
          error={errorOf('html')}
          onChange={(event) => set({ html: event.target.value })}
          spellCheck={false}
          className="min-h-80 font-mono text-[13px]"
        />
        <TextField
          id="text"
          label={t('text')}
          note={t('optional')}
          help={t('textHelp')}
          value={draft.text}
          error={errorOf('text')}
          onChange={(event) => set({ text: event.target.value })}
          className="min-h-32 font-mono text-[13px]"
        />
        <fieldset className="flex flex-col gap-2" id="list_ids">
          <legend className="mb-1.5 text-sm font-medium">{t('lists')}</legend>
          {lists.map((list) => (
            <CheckField
              key={list.id}
              name="list_ids"
              value={list.id}
              checked={draft.listIds.includes(list.id)}
              onChange={(event) => toggleList(list.id, event.target.checked)}
              label={list.name}
              help={t('listPeople', { count: format.number(list.contacts) })}
            />
          ))}
          {lists.length === 0 ? <p className="text-sm text-faint">{t('noLists')}</p> : null}
          {errorOf('list_ids') ? <p className="text-sm text-bad">{errorOf('list_ids')}</p> : null}
        </fieldset>
        <fieldset className="flex flex-col gap-2" id="tracking">
          <legend className="mb-1.5 text-sm font-medium">{t('tracking')}</legend>
          <CheckField
            name="track_opens"
            checked={draft.trackOpens}
            onChange={(event) => set({ trackOpens: event.target.checked })}
            label={t('trackOpens')}
            help={t('trackOpensHelp')}
          />
          <CheckField
            name="track_clicks"
            checked={draft.trackClicks}
            onChange={(event) => set({ trackClicks: event.target.checked })}
            label={t('trackClicks')}
            help={t('trackClicksHelp')}
          />
        </fieldset>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={saving}>
            {saving ? t('saving') : t('save')}
          </Button>
          <p className="text-sm text-faint" role="status">
            {draft !== saved.current
              ? t('unsaved')
              : savedAt
                ? t('savedAt', {
                    time: format.dateTime(savedAt, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
                  })
                : ''}
          </p>
        </div>
      </form>
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title={t('audience')}>
          <div className="flex flex-wrap items-start justify-between gap-4">
            <AudienceSummary audience={audience} />
            <SendDialog
              people={audience?.sendable ?? 0}
              subject={draft.subject}
              disabled={!audience || audience.sendable === 0 || stopped}
              onSend={send}
            />
          </div>
        </Panel>
        <Panel title={t('checks')}>
          <FindingList findings={findings} />
        </Panel>
        <PreviewPane preview={preview} contact={contact} onContact={setContact} suggestions={contacts} />
        <Panel title={t('test')} about={t('testAbout')}>
          <TestSend onSave={save} />
        </Panel>
      </div>
    </div>
  );
}
