import type { Sql } from '@hikyaku/db';

/** What a rule stops or narrows: a source at a site, or there only what one tenant or one campaign sends. */
export type AnswerScope = 'source' | 'tenant' | 'campaign';

/** What is done when a site has given an answer `perHour` times within an hour, and for how many minutes. */
export type AnswerRule = {
  readonly name: string;
  /** Names of shaping rules; empty: any site. */
  readonly providers: readonly string[];
  readonly pattern: RegExp;
  readonly perHour: number;
  readonly action: 'suspend' | 'limit';
  readonly connections: number | null;
  readonly perMinute: number | null;
  readonly minutes: number;
  readonly scope: AnswerScope;
};

/** A refusal, as a server said it. */
export type Answer = { readonly code: number; readonly enhanced: string | null; readonly text: string };

const TEXT_MAX = 2_000;

/** What rules are matched against: "code enhanced-code text". */
export const answerLine = ({ code, enhanced, text }: Answer): string =>
  `${code} ${enhanced ? `${enhanced} ` : ''}${text}`.slice(0, TEXT_MAX);

/** The rules of `answer_rules`. One whose pattern is no regular expression is left out. */
export async function loadAnswerRules(sql: Sql): Promise<AnswerRule[]> {
  const rows = await sql.query<Omit<AnswerRule, 'pattern'> & { pattern: string }>(
    `SELECT name, providers, pattern, per_hour AS "perHour", action, connections, per_minute AS "perMinute", minutes, scope
     FROM answer_rules ORDER BY id`,
  );
  return rows.flatMap((row) => {
    const pattern = compilePattern(row.pattern);
    return pattern ? [{ ...row, pattern }] : [];
  });
}

/** Null when it is no regular expression. */
export function compilePattern(source: string): RegExp | null {
  try {
    return new RegExp(source, 'i');
  } catch {
    return null;
  }
}

/** The rules that an answer of this provider (the name of its shaping rule) matches. */
export function matchAnswer(rules: readonly AnswerRule[], provider: string, answer: Answer): AnswerRule[] {
  const line = answerLine(answer);
  return rules.filter(
    (rule) => (rule.providers.length === 0 || rule.providers.includes(provider)) && rule.pattern.test(line),
  );
}
