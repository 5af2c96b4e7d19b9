import type { Personality, Reply } from '../personality.ts';
import { openDeferrals } from './open-deferrals.ts';

type Visitor = {
  connections: number;
  tokens: number;
  filledAt: number;
  seen: number;
  unknown: number;
  since: number;
  blockedUntil: number;
};

/** Loopback has 16 million addresses; more clients than these at once are forgotten, oldest first. */
const MOST_VISITORS = 10_000;

/** What each client address has used of each personality's limits. Each question answers a refusal, or undefined for "go on". */
export function openLimits(scale: number, onViolation: () => void, now: () => number = Date.now) {
  const visitors = new Map<string, Visitor>();
  const deferrals = openDeferrals(scale, now);

  function visit(one: Personality, ip: string): Visitor {
    const key = `${one.match.domain} ${ip}`;
    let visitor = visitors.get(key);
    if (!visitor) {
      const full = one.limits?.perSecond?.most ?? 0;
      visitor = { connections: 0, tokens: full, filledAt: now(), seen: 0, unknown: 0, since: now(), blockedUntil: 0 };
      visitors.set(key, visitor);
      if (visitors.size > MOST_VISITORS) visitors.delete(visitors.keys().next().value as string);
    }
    return visitor;
  }
  const refuse = (answer: Reply): Reply => {
    onViolation();
    return answer;
  };

  return {
    defer: deferrals.ask,
    /** Counts a connection in; a refused one is not counted and must not leave. */
    enter(one: Personality, ip: string): Reply | undefined {
      const limit = one.limits?.connections;
      if (!limit) return undefined;
      const visitor = visit(one, ip);
      if (visitor.connections >= limit.most) return refuse(limit.answer);
      visitor.connections++;
      return undefined;
    },
    leave(one: Personality, ip: string): void {
      if (one.limits?.connections) visit(one, ip).connections = Math.max(0, visit(one, ip).connections - 1);
    },
    /** Counts one RCPT. `inSession` includes it. */
    recipient(one: Personality, ip: string, inSession: number): Reply | undefined {
      const limits = one.limits;
      if (!limits) return undefined;
      const visitor = visit(one, ip);
      if (limits.unknownUsers && visitor.blockedUntil > now()) return refuse(limits.unknownUsers.answer);
      if (limits.rcptPerSession && inSession > limits.rcptPerSession.most) return refuse(limits.rcptPerSession.answer);
      if (limits.perSecond) {
        const { most, answer } = limits.perSecond;
        visitor.tokens = Math.min(most, visitor.tokens + ((now() - visitor.filledAt) / 1_000) * most);
        visitor.filledAt = now();
        if (visitor.tokens < 1) return refuse(answer);
        visitor.tokens--;
      }
      visitor.seen++;
      return undefined;
    },
    /** Notes an unknown user; too many of them block the client. */
    unknownUser(one: Personality, ip: string): void {
      const limit = one.limits?.unknownUsers;
      if (!limit) return;
      const visitor = visit(one, ip);
      const spanMs = limit.forSeconds * 1_000 * scale;
      if (now() - visitor.since > spanMs) Object.assign(visitor, { since: now(), seen: 1, unknown: 0 });
      visitor.unknown++;
      if (visitor.unknown > limit.most && visitor.unknown > visitor.seen * limit.share) {
        Object.assign(visitor, { blockedUntil: now() + spanMs, since: now(), seen: 0, unknown: 0 });
      }
    },
  };
}

export type Limits = ReturnType<typeof openLimits>;
