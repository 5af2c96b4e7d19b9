import { toValue } from 'liquidjs';

/** A value as Liquid writes it: nothing for nil, the elements of an array one after the other. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  const plain = toValue(value) as unknown;
  if (plain === null || plain === undefined) return '';
  return Array.isArray(plain) ? plain.map(toText).join('') : String(plain);
}
