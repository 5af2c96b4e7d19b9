import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../explain.ts';
import { type ExpectedReport, parseExpectedReports } from './expected-report.ts';
import { formatScore } from './format-score.ts';
import { type Share, scoreExplanations } from './score-explanations.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
/** Real reports that others collected; they are no part of this repository and lie beside it where they are kept. */
const corpus = join(import.meta.dirname, ...Array(6).fill('..'), '..', 'shared', 'corpus', 'bounces');

function scoreFolder(folder: string) {
  const expected = parseExpectedReports(readFileSync(join(folder, 'expected.json'), 'utf8'));
  return scoreExplanations(expected.map((one) => [one, explain(readFileSync(join(folder, one.file)))]));
}

const percent = ({ right, of }: Share) => (100 * right) / of;

describe('reports of each family of systems', () => {
  const expected = parseExpectedReports(readFileSync(join(fixtures, 'expected.json'), 'utf8'));
  it.each(expected.map((one) => [one.file, one] as const))('%s is understood', (file, one) => {
    const { misses } = scoreExplanations([[one, explain(readFileSync(join(fixtures, file)))]]);
    expect(misses).toEqual([]);
  });
});

// Defined only where the reports are: their absence is no test that was left out.
if (existsSync(join(corpus, 'expected.json'))) {
  it('real reports are understood as well as promised', () => {
    const score = scoreFolder(corpus);
    expect(percent(score.kind)).toBeGreaterThanOrEqual(98);
    expect(percent(score.recipients)).toBeGreaterThanOrEqual(97);
    expect(percent(score.hardPrecision)).toBeGreaterThanOrEqual(97);
    expect(percent(score.hardRecall)).toBeGreaterThanOrEqual(92);
    expect(percent(score.reason)).toBeGreaterThanOrEqual(90);
  });
}

describe('a score', () => {
  const file = 'postfix.eml';
  const found = explain(readFileSync(join(fixtures, file)));
  const expect1 = (recipient: string | null, reason: string, hard: boolean): ExpectedReport => ({
    file,
    kind: 'bounce',
    expected: [{ recipient, reason, hard }],
  });

  it('counts a recipient that was not found as a miss of everything', () => {
    const score = scoreExplanations([[expect1('nobody@umi.example', 'invalid_recipient', true), found]]);
    expect(score.recipients).toEqual({ right: 0, of: 1 });
    expect(score.hardRecall).toEqual({ right: 0, of: 1 });
    expect(score.hardPrecision).toEqual({ right: 0, of: 0 });
    expect(score.unexpectedHard).toBe(1);
  });

  it('counts a living recipient called dead against precision', () => {
    const score = scoreExplanations([[expect1('hato@umi.example', 'mailbox_full', false), found]]);
    expect(score.hardPrecision).toEqual({ right: 0, of: 1 });
    expect(score.misses[0]).toContain('hato@umi.example invalid_recipient (hard), not mailbox_full');
  });

  it('takes anybody for a recipient whose name is hidden', () => {
    const score = scoreExplanations([[expect1(null, 'invalid_recipient', true), found]]);
    expect(score.recipients).toEqual({ right: 1, of: 1 });
    expect(formatScore(score)).toContain('recipients found  100.0 %  1 of 1');
  });

  it('wants a list of expectations', () => {
    expect(() => parseExpectedReports('{}')).toThrow(TypeError);
    expect(() => parseExpectedReports('[{"file":"a","kind":"bounce","expected":[{}]}]')).toThrow(TypeError);
  });
});
