/** What a row's own figure must reach. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

/** Ratios to another row have theirs in ratios.ts. */
export const BARS: Readonly<Record<string, Bar>> = {
  linear: { atLeast: 1.7 },
  transactional: { atMost: 3 },
  webhooks: { atLeast: 0.85 },
};

/** `(bar 1.7: reached)`. */
export function formatBar(name: string, value: number): string {
  const bar = BARS[name];
  if (!bar) return '';
  const reached = 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
  return `(bar ${'atLeast' in bar ? bar.atLeast : bar.atMost}: ${reached ? 'reached' : 'missed'})`;
}
