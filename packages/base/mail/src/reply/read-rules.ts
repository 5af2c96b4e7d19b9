import { REASONS, type Reason } from './reason.ts';

/** One thing that systems say. */
export type ReplyRule = {
  readonly reason: Reason;
  readonly pattern: RegExp;
  /** Means it at whatever command: this system looks addresses up late. */
  readonly anyPhase: boolean;
  /** Answers that this rule is for, one of each system that words it in its own way. The first is its name. */
  readonly says: readonly [string, ...string[]];
};

/** Rules in order: the first that matches gives the reason. `gate` matches whatever any of them matches. */
export type RuleGroup = { readonly gate: RegExp; readonly rules: readonly ReplyRule[] };

/**
 * Reads rules from their table: `# reason` opens a section (`# reason at any command`), a line is a regular expression without regard to
 * case, and each line below it that begins with `>` is an answer that it is for. Throws for a line that is none of these.
 */
export function readRules(table: string): RuleGroup {
  const rules: (Omit<ReplyRule, 'says'> & { says: string[] })[] = [];
  let reason: Reason | undefined;
  let anyPhase = false;
  for (const line of table.split('\n').map((one) => one.trim())) {
    const section = /^# (\w+)( at any command)?$/.exec(line);
    if (section) {
      reason = REASONS.find((one) => one === section[1]);
      anyPhase = section[2] !== undefined;
    } else if (line.startsWith('> ')) rules.at(-1)?.says.push(line.slice(2));
    else if (line !== '' && reason) rules.push({ reason, anyPhase, pattern: new RegExp(line, 'i'), says: [] });
    else if (line !== '') throw new TypeError(`no rule: ${line}`);
  }
  return { gate: new RegExp(rules.map((one) => one.pattern.source).join('|'), 'i'), rules: rules.map(withWords) };
}

function withWords(rule: Omit<ReplyRule, 'says'> & { says: string[] }): ReplyRule {
  const [first, ...others] = rule.says;
  if (first === undefined) throw new TypeError(`a rule without an answer: ${rule.pattern.source}`);
  return { ...rule, says: [first, ...others] };
}
