/** What came of some tests. Names are given for those that somebody has to read. */
export type Tally = {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
};

export const addTallies = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
  failed: tallies.flatMap((tally) => tally.failed),
  skipped: tallies.flatMap((tally) => tally.skipped),
});

/** What is printed at the end; the last line stands alone on its line. */
export function formatTally({ passed, failed, skipped }: Tally): string {
  const lines = [...failed.map((name) => `failed   ${name}`), ...skipped.map((name) => `skipped  ${name}`)];
  return [...lines, `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`].join('\n');
}
