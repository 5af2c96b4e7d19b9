import { findTemplate, openTemplate } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { composeEmail, type Mail } from '@hikyaku/submission';
import { type FieldError, ok, type Refusal, type Result, refuse, refuseField } from '@hikyaku/tenancy';
import type { EmailBody } from './email-body.ts';

const listOf = (value: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof value === 'string' ? [value] : value;

/** The message of a body, its template rendered. Refusals name the fields of the body. */
export async function compose(sql: TenantSql, body: EmailBody): Promise<Result<Mail>> {
  const content = await render(sql, body);
  if (!content.ok) return content;
  const composed = await composeEmail({
    from: body.from,
    to: listOf(body.to)!,
    cc: listOf(body.cc),
    bcc: listOf(body.bcc),
    replyTo: listOf(body.reply_to),
    ...content.value,
    headers: body.headers,
    attachments: body.attachments?.map((file) => ({
      filename: file.filename,
      content: file.content,
      contentType: file.content_type,
      contentId: file.content_id,
    })),
    tags: body.tags,
    stream: body.stream,
    trackOpens: body.track_opens,
    trackClicks: body.track_clicks,
    scheduledAt: body.scheduled_at,
    source: 'rest',
  });
  if (composed.ok) return composed;
  return { ...composed, errors: composed.errors.map((error) => ({ ...error, path: pathIn(body, error.path) })) };
}

/** `to.0` is `to` when it was given as one text. */
function pathIn(body: EmailBody, path: string): string {
  const [, field, rest] = /^(to|cc|bcc|reply_to)\.0(\..*)?$/.exec(path) ?? [];
  return field && typeof body[field as 'to'] === 'string' ? `${field}${rest ?? ''}` : path;
}

type Content = { readonly subject: string; readonly html?: string; readonly text?: string };

async function render(sql: TenantSql, body: EmailBody): Promise<Result<Content>> {
  if (body.template_id === undefined) {
    return ok({ subject: body.subject ?? '', html: body.html, text: body.text });
  }
  const template = await findTemplate(sql, body.template_id);
  if (!template) return refuseField('template_id', 'There is no such template.');
  const to = parseAddress(listOf(body.to)![0]!);
  const { name, email, attributes, ...variables } = body.variables ?? {};
  const rendered = openTemplate(template).render({
    name: typeof name === 'string' ? name : to.ok ? (to.address.name ?? '') : '',
    email: typeof email === 'string' ? email : to.ok ? canonicalAddress(to.address.spelling) : '',
    attributes: typeof attributes === 'object' && attributes !== null ? (attributes as Record<string, unknown>) : {},
    // Transactional mail has no way to unsubscribe from.
    unsubscribe_url: '',
    preferences_url: '',
    variables,
  });
  if ('failed' in rendered) return refuseField('variables', `The template cannot be rendered: ${rendered.detail}`);
  return ok({ ...rendered, subject: body.subject ?? rendered.subject });
}

/** Refusals name mails by index; a message that came alone has none. */
export function withoutIndex(refusal: Refusal): Refusal {
  const errors = refusal.errors.map((error) => ({ ...error, path: error.path.replace(/^0\.?/, '') }));
  const [first] = errors;
  return { ...refusal, errors, detail: first ? `${first.path}: ${first.message}` : refusal.detail };
}

/** Composes all or says of each what is wrong, its paths below its index. */
export async function composeAll(sql: TenantSql, bodies: readonly EmailBody[]): Promise<Result<Mail[]>> {
  const mails: Mail[] = [];
  const errors: FieldError[] = [];
  for (const [index, body] of bodies.entries()) {
    const composed = await compose(sql, body);
    if (composed.ok) mails.push(composed.value);
    else errors.push(...composed.errors.map((error) => ({ ...error, path: `${index}.${error.path}` })));
  }
  return errors.length === 0 ? ok(mails) : refuse(422, 'invalid', `${errors[0]!.path}: ${errors[0]!.message}`, errors);
}
