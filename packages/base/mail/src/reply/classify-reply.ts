import { type Reason, type Scope, scopeOf, suppressionClass } from './reason.ts';
import { type ReplyPhase, reasonOf } from './reason-of.ts';

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

/** What a server's answer means for the recipient: retry or not, why, whose fault, suppress or not. */
export function classifyReply(reply: RepliedWith): Verdict {
  const kind = Math.floor(reply.code / 100);
  if (kind === 2 || kind === 3) return { outcome: 'delivered', reason: 'delivered', scope: 'recipient', hard: false };
  const early = reply.phase === 'connect' || reply.phase === 'ehlo';
  const said = reasonOf(reply);
  // Before RCPT nobody was named, so nothing said there is about the recipient.
  const reason = early && scopeOf(said) === 'recipient' ? 'remote_system' : said;
  const deferred = kind !== 5 || early || worthRetrying.has(reason);
  return {
    outcome: deferred ? 'deferred' : 'bounced',
    reason,
    scope: early ? 'site' : scopeOf(reason),
    hard: !deferred && suppressionClass(reason) === 'now',
  };
}
