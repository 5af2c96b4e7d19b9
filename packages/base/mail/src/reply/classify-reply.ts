import { groundsOf, type ReplyPhase } from './grounds-of.ts';
import { type Reason, type Scope, scopeOf, suppressionClass } from './reason.ts';

export type RepliedWith = {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
  readonly phase?: ReplyPhase;
  /** The site's name, when it has rules of its own. */
  readonly site?: string;
};

export type Verdict = {
  readonly outcome: 'delivered' | 'deferred' | 'bounced';
  readonly reason: Reason;
  readonly scope: Scope;
  /** True only for a final failure that suppresses the address at once. */
  readonly hard: boolean;
};

/** Final by their code, but by their own words worth another try. */
const worthRetrying: ReadonlySet<Reason> = new Set(['greylisted', 'rate_limited', 'dns_temp', 'network']);

/** A verdict with what led to it. */
export type ExplainedReply = Verdict & {
  /** The answer that the deciding rule was written for, or the code that was looked up. */
  readonly rule: string;
  /** The words that the rule found, or the code. */
  readonly words: string;
};

/** What a server's answer means for the recipient: retry or not, why, whose fault, suppress or not. */
export function classifyReply(reply: RepliedWith): Verdict {
  const { outcome, reason, scope, hard } = explainReply(reply);
  return { outcome, reason, scope, hard };
}

/** The same with its evidence, for people who wonder. */
export function explainReply(reply: RepliedWith): ExplainedReply {
  const kind = Math.floor(reply.code / 100);
  if (kind === 2 || kind === 3) {
    const said = { rule: `code ${reply.code}`, words: String(reply.code) };
    return { outcome: 'delivered', reason: 'delivered', scope: 'recipient', hard: false, ...said };
  }
  const early = reply.phase === 'connect' || reply.phase === 'ehlo';
  const grounds = groundsOf(reply);
  // Before RCPT nobody was named, so nothing said there is about the recipient.
  const reason = early && scopeOf(grounds.reason) === 'recipient' ? 'remote_system' : grounds.reason;
  const deferred = kind !== 5 || early || worthRetrying.has(reason);
  return {
    outcome: deferred ? 'deferred' : 'bounced',
    reason,
    scope: early ? 'site' : scopeOf(reason),
    hard: !deferred && suppressionClass(reason) === 'now',
    rule: grounds.rule,
    words: grounds.words,
  };
}
