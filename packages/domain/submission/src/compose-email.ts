import { randomBytes } from 'node:crypto';
import { listLinks } from '@hikyaku/content';
import { encodeHeaderText, hasLineBreak, htmlPlace, isHeaderName, isReservedHeader, parseAddress } from '@hikyaku/mail';
import { type FieldError, ok, type Result, refuse } from '@hikyaku/tenancy';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './accept.ts';
import { sayRefusal } from './say-refusal.ts';
import type { Stream } from './stream.ts';

/** A message as a program states it (`POST /emails`), its template already rendered. */
export type EmailDraft = {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly subject: string;
  readonly html?: string;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: Buffer;
    readonly contentType?: string;
    readonly contentId?: string;
  }[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly stream: Stream;
  /** Default: neither. Only HTML can be followed. */
  readonly trackOpens?: boolean;
  readonly trackClicks?: boolean;
  readonly scheduledAt?: Date;
  readonly source: Mail['source'];
  readonly campaignId?: number;
};

export const HEADERS_MAX = 100;
export const RECIPIENTS_MAX = 50;

/** Composes RFC 5322 bytes with a Date and a Message-ID of its own. Bcc is in the envelope only. Refusals name the field. */
export async function composeEmail(draft: EmailDraft): Promise<Result<Mail>> {
  const errors: FieldError[] = [];
  const read = (path: string, text: string) => {
    const parsed = parseAddress(text);
    if (parsed.ok) return { name: parsed.address.name ?? '', address: parsed.address.spelling };
    errors.push({ path, message: sayRefusal(parsed.reason) });
    return { name: '', address: '' };
  };
  const readAll = (path: string, texts: readonly string[] = []) => texts.map((text, at) => read(`${path}.${at}`, text));
  const from = read('from', draft.from);
  const to = readAll('to', draft.to);
  const cc = readAll('cc', draft.cc);
  const bcc = readAll('bcc', draft.bcc);
  const replyTo = readAll('reply_to', draft.replyTo);
  if (to.length + cc.length + bcc.length > RECIPIENTS_MAX) {
    errors.push({ path: 'to', message: `at most ${RECIPIENTS_MAX} recipients in to, cc and bcc together` });
  }
  if (hasLineBreak(draft.subject)) errors.push({ path: 'subject', message: 'must not contain CR or LF' });
  if (draft.html === undefined && draft.text === undefined)
    errors.push({ path: 'html', message: 'html or text is required' });
  errors.push(...checkHeaders(draft.headers ?? {}));
  for (const [at, file] of (draft.attachments ?? []).entries()) {
    if (hasLineBreak(`${file.filename}${file.contentType ?? ''}${file.contentId ?? ''}`)) {
      errors.push({
        path: `attachments.${at}`,
        message: 'filename, content_type and content_id must not contain CR or LF',
      });
    }
  }
  if (errors.length > 0) return refuse(422, 'invalid', errors[0]!.message, errors);

  const tracked = trackedOf(draft);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const raw = await new MailComposer({
    from,
    to,
    cc,
    replyTo,
    subject: draft.subject,
    // Each recipient gets links of their own: written when it is sent.
    html: tracked ? htmlPlace(tracked.html) : draft.html,
    text: draft.text,
    date: new Date(),
    messageId: `<hk.${randomBytes(12).toString('hex')}@${domain}>`,
    headers: Object.entries(draft.headers ?? {}).map(([key, value]) => ({ key, value: encodeHeaderText(value) })),
    attachments: draft.attachments?.map((file) => ({
      filename: file.filename,
      content: file.content,
      contentType: file.contentType,
      cid: file.contentId,
      contentDisposition: file.contentId ? 'inline' : 'attachment',
    })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return ok({
    raw,
    tracked,
    fromEmail: from.address,
    fromHeader: draft.from,
    toHeader: draft.to,
    subject: draft.subject,
    recipients: [...to, ...cc, ...bcc].map((mailbox) => mailbox.address),
    stream: draft.stream,
    source: draft.source,
    tags: draft.tags,
    scheduledAt: draft.scheduledAt,
    campaignId: draft.campaignId,
  });
}

function trackedOf({ html, trackOpens = false, trackClicks = false }: EmailDraft): Mail['tracked'] {
  if (html === undefined || !(trackOpens || trackClicks)) return undefined;
  return { html, opens: trackOpens, links: trackClicks ? listLinks(html) : null };
}

function checkHeaders(headers: Readonly<Record<string, string>>): FieldError[] {
  const errors: FieldError[] = [];
  if (Object.keys(headers).length > HEADERS_MAX)
    errors.push({ path: 'headers', message: `at most ${HEADERS_MAX} headers` });
  for (const [name, value] of Object.entries(headers)) {
    const path = `headers.${name}`;
    if (!isHeaderName(name)) errors.push({ path, message: 'is not a header name' });
    else if (isReservedHeader(name)) errors.push({ path, message: 'is written by the platform' });
    else if (hasLineBreak(value)) errors.push({ path, message: 'must not contain CR or LF' });
  }
  return errors;
}
