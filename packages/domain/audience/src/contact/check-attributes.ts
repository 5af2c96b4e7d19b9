import { isStorable } from '../storable-text.ts';

const MAX_CHARACTERS = 32_000;
const MAX_KEYS = 200;
const MAX_KEY = 100;
const MAX_DEPTH = 4;

/** Why these attributes cannot be kept, or null. */
export function checkAttributes(attributes: Readonly<Record<string, unknown>>): string | null {
  const keys = Object.keys(attributes);
  if (keys.length > MAX_KEYS) return `has more than ${MAX_KEYS} keys`;
  if (keys.some((key) => key === '' || key.length > MAX_KEY))
    return `has a key that is empty or over ${MAX_KEY} characters`;
  const fault = checkValue(attributes, 0);
  if (fault) return fault;
  return JSON.stringify(attributes).length > MAX_CHARACTERS ? `is larger than ${MAX_CHARACTERS} characters` : null;
}

function checkValue(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : 'contains a character that cannot be stored';
  if (typeof value !== 'object' || value === null) return null;
  if (depth === MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  for (const [key, inner] of Object.entries(value)) {
    const fault = checkValue(key, depth) ?? checkValue(inner, depth + 1);
    if (fault) return fault;
  }
  return null;
}
