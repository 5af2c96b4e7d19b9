/** What a template may name. Everything else at the top is empty, unless `variables` carries it. */
export type MergeValues = {
  readonly name: string;
  readonly email: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly unsubscribe_url: string;
  readonly preferences_url: string;
  /** Values of one submitted message (`variables` of `POST /emails`); a merge field of the same name wins. */
  readonly variables?: Readonly<Record<string, unknown>>;
};

export type TemplateSource = { readonly subject: string; readonly html?: string | null; readonly text?: string | null };

/** A part decides how values are written: escaped in HTML, on one line in the subject, as they are in text. */
export type Part = 'subject' | 'html' | 'text';

const SCALARS = new Set(['name', 'email', 'unsubscribe_url', 'preferences_url']);

export const isScalarField = (name: string): boolean => SCALARS.has(name);
export const isMergeField = (name: string): boolean => name === 'attributes' || SCALARS.has(name);

/** The parts that a source has, in the order in which errors are shown. */
export function listParts(source: TemplateSource): { part: Part; text: string }[] {
  const parts: { part: Part; text: string }[] = [{ part: 'subject', text: source.subject }];
  if (typeof source.html === 'string') parts.push({ part: 'html', text: source.html });
  if (typeof source.text === 'string') parts.push({ part: 'text', text: source.text });
  return parts;
}
