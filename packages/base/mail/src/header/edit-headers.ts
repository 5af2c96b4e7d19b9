import { foldHeader } from './fold-header.ts';
import { fieldName, fieldRanges, splitMessage } from './split-message.ts';

/** The message with these fields on top, in this order, folded; every byte of the message stays. Values are structured or encoded text. */
export function addHeaders(raw: Buffer, headers: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat([Buffer.from(headers.map(([name, value]) => foldHeader(name, value)).join(''), 'utf8'), raw]);
}

/**
 * The message without the fields of these names, continuation lines included; all else byte for byte.
 * Names match in any case; one that ends in `*` matches as a prefix (`X-Hikyaku-*`).
 */
export function removeHeaders(raw: Buffer, names: readonly string[]): Buffer {
  const rules = names.map((name) => name.toLowerCase());
  const matches = (name: string) =>
    rules.some((rule) => (rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule));
  const { header } = splitMessage(raw);
  const kept: Buffer[] = [];
  let from = 0;
  for (const [start, end] of fieldRanges(header)) {
    if (!matches(fieldName(header, start, end).toLowerCase())) continue;
    kept.push(raw.subarray(from, start));
    from = end;
  }
  return from === 0 ? raw : Buffer.concat([...kept, raw.subarray(from)]);
}
