import { type FieldError, ok, type Result, refuse } from '@hikyaku/tenancy';
import { type FieldUse, listFields } from './list-fields.ts';
import { listParts, type MergeValues, type Part, type TemplateSource } from './merge-values.ts';
import { openEngine } from './open-engine.ts';
import { describeFault, formatFault, parsePart } from './parse-part.ts';
import { renderNodes } from './render-nodes.ts';

export type CheckedTemplate = {
  /** Merge fields that the template names: `name`, `attributes.city`, `unsubscribe_url`. Only these need be kept. */
  readonly fields: string[];
  /** Other names at the top. They are empty when a campaign is sent. */
  readonly unknownFields: string[];
};

/** Wall clock of one part in the trial render. */
const TRIAL_LIMIT_MS = 500;
const ATTRIBUTES = 'attributes.';

/**
 * Checks a template as it is saved: syntax, known tags and filters, and a trial render within limits, once with every
 * value and once with none. Refuses with paths `subject`, `html`, `text` and messages `line 2, column 5: ...`.
 */
export function checkTemplate(source: TemplateSource): Result<CheckedTemplate> {
  const errors: FieldError[] = [];
  const use: FieldUse = { fields: new Set(), unknown: new Set() };
  for (const { part, text } of listParts(source)) {
    const message = part === 'subject' && /[\r\n]/.test(text) ? 'must be one line' : checkPart(part, text, use);
    if (message) errors.push({ path: part, message });
  }
  if (errors.length > 0) return refuse(422, 'template', `The template cannot be used: ${errors[0]!.message}`, errors);
  return ok({ fields: [...use.fields].sort(), unknownFields: [...use.unknown].sort() });
}

function checkPart(part: Part, text: string, use: FieldUse): string | null {
  const engine = openEngine(part, { renderLimitMs: TRIAL_LIMIT_MS });
  const parsed = parsePart(engine, text);
  if (!parsed.ok) return formatFault(parsed.fault);
  try {
    listFields(engine, parsed.nodes, use);
    for (const values of trialValues(use)) renderNodes(engine, parsed.nodes, values);
    return null;
  } catch (error) {
    return formatFault(describeFault(error));
  }
}

function trialValues(use: FieldUse): MergeValues[] {
  const keys = [...use.fields]
    .filter((field) => field.startsWith(ATTRIBUTES))
    .map((field) => field.slice(ATTRIBUTES.length));
  const urls = { unsubscribe_url: 'https://example.com/u', preferences_url: 'https://example.com/p' };
  return [
    { name: '', email: 'a@example.com', attributes: {}, ...urls },
    {
      name: '山田 太郎',
      email: 'taro@example.com',
      attributes: Object.fromEntries(keys.map((key) => [key, 'サンプル'])),
      ...urls,
    },
  ];
}
