/** The form in which names and addresses are searched: width and case do not matter. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Pairs of neighbouring characters, each once. Trigrams cannot answer two-character Japanese searches. */
export function bigramsOf(...texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const characters = [...foldText(text)];
    for (let at = 1; at < characters.length; at += 1) {
      const pair = characters[at - 1]! + characters[at]!;
      if (!/\s/u.test(pair)) found.add(pair);
    }
  }
  return [...found];
}
