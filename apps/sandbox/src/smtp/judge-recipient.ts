import type { Personality, Reply } from '../personality.ts';
import type { Limits } from './open-limits.ts';
import type { Path } from './parse-path.ts';

/** What a session knows about itself when a recipient is named. */
export type Caller = {
  readonly ip: string;
  readonly isSecure: boolean;
  /** The domain whose own address was called, which has acted already. */
  readonly greeter: Personality | undefined;
  readonly mailFrom: string;
  readonly recipientsSoFar: number;
};

export type Verdict = { readonly answer: Reply; readonly delayMs: number };

/** The answer to one RCPT, from the personality's data. */
export function judgeRecipient(one: Personality, path: Path, caller: Caller, limits: Limits): Verdict {
  const late = caller.greeter?.match.domain !== one.match.domain;
  const delayMs = one.delays ? one.delays.commandMs + (late ? one.delays.bannerMs : 0) : 0;
  return { answer: (late ? refuseLate(one, caller) : undefined) ?? decide(one, path, caller, limits), delayMs };
}

/** What would have happened before RCPT at the personality's own address. */
function refuseLate(one: Personality, caller: Caller): Reply | undefined {
  if (one.listens === false) return '421 4.4.1 Nobody listens here';
  if (one.starttls === 'broken' && caller.isSecure) return '421 4.7.0 TLS is broken here';
  return undefined;
}

function decide(one: Personality, path: Path, caller: Caller, limits: Limits): Reply {
  const limited = limits.recipient(one, caller.ip, caller.recipientsSoFar + 1);
  if (limited) return limited;
  const refused = one.answers?.rcpt;
  if (refused) {
    if (refused.startsWith('550 5.1.1')) limits.unknownUser(one, caller.ip);
    return refused;
  }
  return limits.defer(one, caller.ip, caller.mailFrom, path.address) ?? '250 2.1.5 OK';
}
