import type { Explanation } from '../explain.ts';
import type { RecipientReport } from '../report.ts';
import type { ExpectedRecipient, ExpectedReport } from './expected-report.ts';

/** Right ones of all. */
export type Share = { readonly right: number; readonly of: number };

export type Score = {
  readonly reports: number;
  readonly kind: Share;
  readonly recipients: Share;
  /** Of those expected who are called hard, how many are. */
  readonly hardPrecision: Share;
  /** Of those that are hard, how many are called so. One not found is a miss. */
  readonly hardRecall: Share;
  readonly reason: Share;
  /** Recipients called hard whom nobody expected: to be looked at, as expectations have gaps too. */
  readonly unexpectedHard: number;
  /** One line for each thing that is not as expected, beginning with the file. */
  readonly misses: readonly string[];
};

type Pair = { readonly expected: ExpectedRecipient; readonly found: RecipientReport | undefined };

/** Holds explanations against what was expected of them, recipient by recipient. */
export function scoreExplanations(cases: readonly (readonly [ExpectedReport, Explanation])[]): Score {
  const matched = cases.map(([report, explanation]) => ({ report, explanation, ...match(report, explanation) }));
  const pairs = matched.flatMap((one) => one.pairs);
  const reasons = pairs.filter(({ expected }) => expected.reason_counts !== false);
  return {
    reports: cases.length,
    kind: share(matched, (one) => one.explanation.kind === one.report.kind),
    recipients: share(pairs, (pair) => pair.found !== undefined),
    hardPrecision: share(
      pairs.filter((pair) => pair.found?.hard === true),
      (pair) => pair.expected.hard,
    ),
    hardRecall: share(
      pairs.filter((pair) => pair.expected.hard),
      (pair) => pair.found?.hard === true,
    ),
    reason: share(reasons, (pair) => pair.found?.reason === pair.expected.reason),
    unexpectedHard: matched.flatMap((one) => one.others).filter((found) => found.hard).length,
    misses: matched.flatMap(missesOf),
  };
}

const share = <T>(all: readonly T[], isRight: (one: T) => boolean): Share => ({
  right: all.filter(isRight).length,
  of: all.length,
});

function match(report: ExpectedReport, explanation: Explanation): { pairs: Pair[]; others: RecipientReport[] } {
  const left = new Set(explanation.recipients);
  const take = (isMeant: (found: RecipientReport) => boolean) => {
    const found = [...left].find(isMeant);
    if (found) left.delete(found);
    return found;
  };
  // Those expected by name come first, so that one without a name does not take theirs.
  const order = report.expected.toSorted((a, b) => Number(a.recipient === null) - Number(b.recipient === null));
  const pairs = order.map((expected) => {
    const names = [expected.recipient, expected.alias].flatMap((name) => name?.toLowerCase() ?? []);
    return { expected, found: take((found) => names.length === 0 || names.includes(found.recipient ?? '')) };
  });
  return { pairs, others: [...left] };
}

type Matched = {
  readonly report: ExpectedReport;
  readonly explanation: Explanation;
  readonly pairs: readonly Pair[];
  readonly others: readonly RecipientReport[];
};

function missesOf({ report, explanation, pairs, others }: Matched): string[] {
  const misses: string[] = [];
  if (explanation.kind !== report.kind) misses.push(`kind ${explanation.kind}, not ${report.kind}`);
  for (const { expected, found } of pairs) {
    const name = expected.recipient ?? 'the recipient';
    const reasonCounts = expected.reason_counts !== false && found?.reason !== expected.reason;
    if (!found) misses.push(`${name} not found`);
    else if (found.hard !== expected.hard || reasonCounts) {
      misses.push(`${name} ${inWords(found)}, not ${inWords(expected)}: ${found.diagnostic ?? ''}`.slice(0, 400));
    }
  }
  for (const other of others) if (other.hard) misses.push(`${other.recipient ?? 'somebody'} hard, but not expected`);
  return misses.map((miss) => `${report.file}: ${miss}`);
}

const inWords = ({ reason, hard }: { reason: string; hard: boolean }) => `${reason}${hard ? ' (hard)' : ''}`;
