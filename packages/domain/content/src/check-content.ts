import { checkTemplate } from './template/check-template.ts';
import type { TemplateSource } from './template/merge-values.ts';

export type ContentFinding = {
  /** `error`: it cannot be sent like this. `warning`: it can, and should not. */
  readonly level: 'error' | 'warning';
  readonly code:
    | 'template_fault'
    | 'subject_empty'
    | 'body_empty'
    | 'subject_long'
    | 'text_missing'
    | 'unknown_field'
    | 'unsubscribe_missing'
    | 'postal_address_missing'
    | 'html_clipped'
    | 'picture_without_text'
    | 'script_ignored';
  /** What the face fills into its words: `part`, `message`, `field`, `count`, `kilobytes`. */
  readonly params: Readonly<Record<string, string | number>>;
};

export type ContentContext = {
  readonly stream: 'transactional' | 'bulk';
  /** The sender's address as the tenant's settings have it; '' = not set. */
  readonly postalAddress: string;
};

/** Gmail shows no more than this of a message's HTML. */
const CLIPPED_BYTES = 102 * 1024;
/** Characters of a subject that a phone shows, roughly. */
const LONG_SUBJECT = 150;

/** The checks before sending. No text for people: the face has the words for each code. */
export function checkContent(source: TemplateSource, context: ContentContext): ContentFinding[] {
  const findings: ContentFinding[] = [];
  const add = (level: ContentFinding['level'], code: ContentFinding['code'], params: ContentFinding['params'] = {}) =>
    findings.push({ level, code, params });
  const html = source.html ?? '';
  const text = source.text ?? '';
  if (source.subject.trim() === '') add('error', 'subject_empty');
  if (html.trim() === '' && text.trim() === '') add('error', 'body_empty');
  const checked = checkTemplate(source);
  if (!checked.ok) {
    for (const { path, message } of checked.errors) add('error', 'template_fault', { part: path, message });
    return findings;
  }
  for (const field of checked.value.unknownFields) add('warning', 'unknown_field', { field });
  if (source.subject.length > LONG_SUBJECT) add('warning', 'subject_long', { count: source.subject.length });
  if (html.trim() !== '' && text.trim() === '') add('warning', 'text_missing');
  const bytes = Buffer.byteLength(html);
  if (bytes > CLIPPED_BYTES) add('warning', 'html_clipped', { kilobytes: Math.ceil(bytes / 1024) });
  const mute = (html.match(/<img\b[^>]*>/gi) ?? []).filter((tag) => !/\salt\s*=/i.test(tag)).length;
  if (mute > 0) add('warning', 'picture_without_text', { count: mute });
  if (/<(script|form|iframe|object|embed)\b/i.test(html)) add('warning', 'script_ignored');
  if (context.stream === 'bulk') {
    // The law asks for both in advertising mail (Japan: specified electronic mail act; US: CAN-SPAM).
    if (!checked.value.fields.includes('unsubscribe_url')) add('warning', 'unsubscribe_missing');
    if (!hasPostalAddress(`${html}\n${text}`, context.postalAddress)) add('warning', 'postal_address_missing');
  }
  return findings;
}

/** The address of the settings may be broken over lines and tags: compared without spaces and tags. */
function hasPostalAddress(content: string, postalAddress: string): boolean {
  const bare = (text: string) => text.normalize('NFKC').replace(/<[^>]*>|\s+/g, '');
  const wanted = bare(postalAddress);
  return wanted !== '' && bare(content).includes(wanted);
}
