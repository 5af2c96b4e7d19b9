import { type Filter, Output, type Template, type Token, TypeGuards, type ValueToken } from 'liquidjs';
import { escapeHtml } from './escape-html.ts';
import { isMergeField, isScalarField, type MergeValues, type Part } from './merge-values.ts';
import { MAX_CHARACTERS } from './open-engine.ts';

/** Reads one value. Text, number, boolean, null and undefined are understood; other values leave this path. */
type Read = (values: MergeValues) => unknown;

/** What a filter makes of a value: plain text in, plain text out. */
type Step = (value: unknown, values: MergeValues) => unknown;

/** Renders, or null: the values or the size ask for Liquid itself. */
export type Slots = (values: MergeValues) => string | null;

/** Keys that Liquid gives a meaning of its own. */
const COMPUTED = new Set(['size', 'first', 'last']);
/** The name under which Liquid lists the escape that an output ends with. */
const OUTPUT_ESCAPE = '[object Function]';

/**
 * The quick way for a mail that only fills in values: literal, value, literal, ... Null when a node is anything else
 * than text or an output with `default`, `escape`, `url_encode` and `raw`. Renders exactly what Liquid renders (held by a test).
 */
export function compileSlots(nodes: readonly Template[], part: Part): Slots | null {
  const pieces: (string | Read)[] = [];
  for (const node of nodes) {
    const piece = compileNode(node, part);
    if (piece === null) return null;
    pieces.push(piece);
  }
  return (values) => {
    let text = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        text += piece;
        continue;
      }
      const value = piece(values);
      if (value === null || value === undefined) continue;
      if (typeof value === 'object') return null;
      text += value;
      if (text.length > MAX_CHARACTERS) return null;
    }
    return text;
  };
}

function compileNode(node: Template, part: Part): string | Read | null {
  if (TypeGuards.isHTMLToken(node.token)) return node.token.getContent();
  if (!(node instanceof Output)) return null;
  const { initial, filters } = node.value;
  const read = initial.postfix.length === 1 ? compileRead(initial.postfix[0]!) : null;
  if (!read) return null;
  const steps: Step[] = [];
  for (const filter of filters) {
    const step = compileStep(filter, part);
    if (!step) return null;
    steps.push(step);
  }
  if (steps.length === 0) return read;
  return (values) => steps.reduce((value, step) => step(value, values), read(values));
}

function compileRead(token: Token): Read | null {
  if (TypeGuards.isQuotedToken(token)) return () => token.content;
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable) return null;
  const path = token.props.map((prop) =>
    TypeGuards.isWordToken(prop) || TypeGuards.isQuotedToken(prop) ? prop.content : null,
  );
  const [top, key] = path;
  if (typeof top !== 'string' || path.length > 2) return null;
  if (path.length === 1 && isScalarField(top)) return (values) => values[top as 'name'];
  if (path.length === 1 && !isMergeField(top)) return (values) => ownValue(values.variables, top);
  if (path.length === 2 && top === 'attributes' && typeof key === 'string' && !COMPUTED.has(key)) {
    return (values) => ownValue(values.attributes, key);
  }
  return null;
}

function compileStep(filter: Filter, part: Part): Step | null {
  if (filter.name === OUTPUT_ESCAPE || filter.name === 'raw') {
    return filter.name === 'raw' || part !== 'html' ? (value) => value : escapeValue;
  }
  if (filter.name === 'escape') return filter.args.length === 0 ? escapeValue : null;
  if (filter.name === 'url_encode') return filter.args.length === 0 ? encodeValue : null;
  if (filter.name !== 'default' || filter.args.length !== 1 || Array.isArray(filter.args[0])) return null;
  const otherwise = compileRead(filter.args[0] as ValueToken);
  if (!otherwise) return null;
  return (value, values) => (isMissing(value) ? otherwise(values) : value);
}

const ownValue = (record: Readonly<Record<string, unknown>> | undefined, key: string): unknown =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/** What `default` replaces: nil, false and the empty text; zero is a value. */
const isMissing = (value: unknown): boolean => value === undefined || value === null || value === false || value === '';

const escapeValue: Step = (value) => {
  if (typeof value === 'string') return escapeHtml(value);
  return typeof value === 'object' ? value : value === undefined ? '' : String(value);
};

const encodeValue: Step = (value) => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? value : encodeURIComponent(String(value)).replaceAll('%20', '+');
};
