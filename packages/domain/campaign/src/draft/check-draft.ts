import { findMissingLists } from '@hikyaku/audience';
import { checkTemplate } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { parseAddress } from '@hikyaku/mail';
import { type FieldError, findSender, ok, type Result, refuse } from '@hikyaku/tenancy';

/** A campaign as a person or a program states it. `from` and `replyTo` are `a@b` or `Name <a@b>`. */
export type CampaignDraft = {
  readonly name: string;
  readonly from: string;
  readonly replyTo?: string | null;
  readonly subject: string;
  readonly html?: string | null;
  readonly text?: string | null;
  readonly listIds?: readonly number[];
  readonly tags?: Readonly<Record<string, string>>;
  /** False only for the sandbox or an operator: the caller checks that. */
  readonly breaker?: boolean;
  /** Whether openings are told by a picture, and links by way of us. Default: both. */
  readonly trackOpens?: boolean;
  readonly trackClicks?: boolean;
};

export type CheckedDraft = {
  readonly fromEmail: string;
  readonly fromName: string;
  readonly replyTo: string | null;
  readonly fields: readonly string[];
  readonly sender: { readonly domain: string; readonly selector: string };
};

const NAME_MAX = 200;
const SUBJECT_MAX = 998;

/** What must hold for a draft to be saved, and again when it is sent. Refusals name the fields: 422. */
export async function checkDraft(sql: TenantSql, draft: CampaignDraft): Promise<Result<CheckedDraft>> {
  const errors: FieldError[] = [];
  const wrong = (path: string, message: string) => errors.push({ path, message });
  if (draft.name.trim() === '' || draft.name.length > NAME_MAX) wrong('name', `must have 1 to ${NAME_MAX} characters`);
  if (draft.subject.trim() === '' || draft.subject.length > SUBJECT_MAX) {
    wrong('subject', `must have 1 to ${SUBJECT_MAX} characters`);
  }
  if (!draft.html && !draft.text) wrong('html', 'html or text is required');

  const from = parseAddress(draft.from);
  if (!from.ok) wrong('from', `is no address: ${from.reason}`);
  const sender = from.ok ? await findSender(sql, from.address.spelling) : null;
  if (from.ok && !sender) wrong('from', `${from.address.domain} is not a verified domain of this tenant`);
  const replyTo = draft.replyTo ? parseAddress(draft.replyTo) : null;
  if (replyTo && !replyTo.ok) wrong('reply_to', `is no address: ${replyTo.reason}`);
  const missing = await findMissingLists(sql, draft.listIds ?? []);
  for (const [at, id] of (draft.listIds ?? []).entries()) {
    if (missing.has(id)) wrong(`list_ids.${at}`, 'There is no such list.');
  }

  const template = checkTemplate({
    subject: draft.subject,
    html: draft.html ?? undefined,
    text: draft.text ?? undefined,
  });
  if (!template.ok) errors.push(...template.errors);
  if (errors.length > 0 || !from.ok || !sender || !template.ok) {
    return refuse(422, 'invalid', errors[0]?.message ?? 'The campaign is not complete.', errors);
  }
  return ok({
    fromEmail: from.address.spelling,
    fromName: from.address.name ?? '',
    replyTo: draft.replyTo?.trim() || null,
    fields: template.value.fields,
    sender,
  });
}
