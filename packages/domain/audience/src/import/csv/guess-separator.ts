export const SEPARATORS = [',', '\t', ';'] as const;

/** The separator that stands most often in the first line outside quotes; a comma when there is none. */
export function guessSeparator(text: string): string {
  const line = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (separator: string) => bare.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best), ',');
}
