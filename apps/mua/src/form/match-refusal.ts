import { refusalPatterns } from './refusal-patterns.ts';

export type RefusalMatch = {
  readonly key: (typeof refusalPatterns)[number][1];
  readonly values: Readonly<Record<string, string>>;
};

/** The sentence for what the domain said, or null when there is none. `count2` is another place of `count`. */
export function matchRefusal(text: string): RefusalMatch | null {
  for (const [pattern, key] of refusalPatterns) {
    const match = pattern.exec(text);
    if (!match) continue;
    const given = Object.entries(match.groups ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return { key, values: Object.fromEntries(given.map(([name, value]) => [name.replace(/2$/, ''), value])) };
  }
  return null;
}
