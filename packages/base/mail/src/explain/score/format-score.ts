import type { Score, Share } from './score-explanations.ts';

/** The figures for people: one line each, percent and counts. */
export function formatScore(score: Score): string {
  const lines: [string, Share][] = [
    ['kind right', score.kind],
    ['recipients found', score.recipients],
    ['hard precision', score.hardPrecision],
    ['hard recall', score.hardRecall],
    ['reason right', score.reason],
  ];
  const figures = lines.map(([name, { right, of }]) => `${name.padEnd(17)} ${percent(right, of)} %  ${right} of ${of}`);
  return [`${score.reports} reports`, ...figures, `hard, not expected ${score.unexpectedHard}`].join('\n');
}

function percent(right: number, of: number): string {
  // Rounded down: 97.96 has not reached 98.
  return (Math.floor((of === 0 ? 1 : right / of) * 1000) / 10).toFixed(1).padStart(5);
}
