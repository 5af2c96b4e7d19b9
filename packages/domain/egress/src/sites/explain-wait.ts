import type { ImposedLimit } from '../shape/imposed-limits.ts';

/** Why mail of a site waits, or what goes on there. The first that is true, from the strongest on. */
export type Wait =
  | { readonly kind: 'suspended'; readonly until: Date; readonly rule: string; readonly why: string }
  | { readonly kind: 'warmup'; readonly until: Date }
  | { readonly kind: 'sending'; readonly connections: number }
  | { readonly kind: 'connections'; readonly open: number; readonly limit: number; readonly rule: string }
  | { readonly kind: 'rate'; readonly perSecond: number; readonly rule: string; readonly seconds: number }
  | { readonly kind: 'turn'; readonly people: number }
  | { readonly kind: 'held'; readonly people: number }
  | { readonly kind: 'retry'; readonly people: number; readonly at: Date }
  | { readonly kind: 'idle' };

export type WaitOf = {
  readonly suspension: Pick<ImposedLimit, 'until' | 'rule' | 'why'> | null;
  /** Every address is warmed up and has sent what its day allows: the next day; else null. */
  readonly warmUpUntil: Date | null;
  /** Recipients: laid out or due, refused for now and not due yet, in batches that are being sent, of paused campaigns. */
  readonly ready: number;
  readonly deferred: number;
  readonly sending: number;
  readonly held: number;
  readonly connectionsOpen: number;
  readonly connections: Limited<number>;
  readonly perSecond: Limited<number | null>;
  /** The next retry. */
  readonly nextAt: Date | null;
};

/** A limit in force, with the rule that set it. */
export type Limited<T> = { readonly value: T; readonly rule: string };

export function explainWait(of: WaitOf): Wait {
  const { suspension, warmUpUntil, ready, deferred, sending, held, connectionsOpen, connections, perSecond, nextAt } =
    of;
  if (suspension) return { kind: 'suspended', ...suspension };
  if (warmUpUntil && ready > 0) return { kind: 'warmup', until: warmUpUntil };
  if (sending > 0 && perSecond.value !== null)
    return {
      kind: 'rate',
      perSecond: perSecond.value,
      rule: perSecond.rule,
      seconds: Math.ceil((ready + sending) / perSecond.value),
    };
  if (sending > 0) return { kind: 'sending', connections: connectionsOpen };
  if (ready > 0 && connectionsOpen >= connections.value)
    return { kind: 'connections', open: connectionsOpen, limit: connections.value, rule: connections.rule };
  if (ready > 0) return { kind: 'turn', people: ready };
  if (deferred > 0 && nextAt) return { kind: 'retry', people: deferred, at: nextAt };
  if (held > 0) return { kind: 'held', people: held };
  return { kind: 'idle' };
}

/** The same in one line of English, for programs and logs. */
export function formatWait(wait: Wait): string {
  switch (wait.kind) {
    case 'suspended':
      return `Suspended until ${wait.until.toISOString()} by ${wait.rule}: ${wait.why}`;
    case 'warmup':
      return `Our addresses are being warmed up and have sent what today allows: on at ${wait.until.toISOString()}.`;
    case 'sending':
      return `Sending over ${wait.connections} connection(s), without a rate.`;
    case 'rate':
      return `Sending at ${round(wait.perSecond)} a second, as ${wait.rule} allows: about ${wait.seconds} s to go.`;
    case 'connections':
      return `Waiting for a connection: ${wait.open} of the ${wait.limit} that ${wait.rule} allows are in use.`;
    case 'turn':
      return `${wait.people} recipient(s) are ready and leave within seconds.`;
    case 'held':
      return `${wait.people} recipient(s) belong to campaigns that are paused.`;
    case 'retry':
      return `${wait.people} recipient(s) were refused for now; the next try is at ${wait.at.toISOString()}.`;
    case 'idle':
      return 'Nothing waits here.';
  }
}

const round = (value: number): number => Number(value.toPrecision(3));
