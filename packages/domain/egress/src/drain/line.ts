import type { EgressWorld } from '../open-world.ts';
import type { SiteLimits } from '../shape/shaping.ts';
import { satisfies } from '../tls/judge-session.ts';
import type { Session } from '../wire/open-session.ts';
import {
  type Commit,
  closeSession,
  resetSession,
  sendMessage,
  type WireMessage,
  type WireOutcome,
} from '../wire/send-message.ts';
import { connect, joinSession, type NotConnected, type Toward } from './connect.ts';

/** The way messages take from one drain: an SMTP session that is opened again as needed, or the MDA next door. */
export type Line = {
  /** The site's key, as metrics and logs name it. */
  readonly site: string;
  /** Of the connection that `send` used last. */
  readonly connectionId: number | null;
  /** `follow` names the message that `send` will be called with next, if that is certain: its envelope may go ahead. */
  send(message: WireMessage, commit: Commit, follow: () => WireMessage | undefined): Promise<WireOutcome>;
  close(): void;
};

/** The line broke and could not be opened again: the rest of the batch has to wait. */
export class NoLine extends Error {
  override name = 'NoLine';
  constructor(readonly why: NotConnected) {
    super(why.fault);
  }
}

export type SmtpLine = Line & {
  /** Opens the session when there is none that may be used for these. */
  ensure(toward: Toward): Promise<NotConnected | undefined>;
};

export function openSmtpLine(world: EgressWorld, site: string, port: number, limits: SiteLimits): SmtpLine {
  let session: Session | undefined;
  let connectionId: number | null = null;
  let sent = 0;
  let toward: Toward = { hosts: [], enforced: null, domains: new Map() };
  const isRoute = site.startsWith('route:');

  const drop = () => {
    if (session) closeSession(session);
    session = undefined;
  };
  const ensure = async (): Promise<NotConnected | undefined> => {
    const isUsable = session && !session.socket.isBroken && !session.socket.hasUnasked;
    if (isUsable && sent < limits.perConnection && satisfies(session!, toward.enforced)) {
      joinSession(world, session!, toward, isRoute);
      return undefined;
    }
    drop();
    const opened = await connect(world, toward, { port, isRoute }, limits);
    if (!opened.ok) return opened;
    session = opened.session;
    connectionId = opened.connectionId;
    sent = 0;
    return undefined;
  };

  return {
    site: nameSite(site),
    get connectionId() {
      return connectionId;
    },
    ensure(to) {
      toward = to;
      return ensure();
    },
    async send(message, commit, follow) {
      const isAhead = session?.ahead === message;
      if (!isAhead) {
        const missing = await ensure();
        if (missing) throw new NoLine(missing);
        sent += 1;
      }
      const outcome = await sendMessage(session!, message, commit, world.config.answerTimeoutMs, () => {
        const next = sent < limits.perConnection ? follow() : undefined;
        if (next) sent += 1;
        return next;
      });
      if (isAhead && isUnheard(outcome)) {
        drop();
        return this.send(message, commit, follow);
      }
      if (outcome.kind === 'unfit') return outcome;
      if (outcome.kind === 'lost' || outcome.reply.code === 421) drop();
      // Whatever ended before the dot left a transaction open.
      else if (outcome.phase !== 'dot' && !(await resetSession(session!))) drop();
      return outcome;
    },
    close: drop,
  };
}

/** The server took its leave after the message before this one: what was said ahead is no attempt. */
const isUnheard = (outcome: WireOutcome): boolean =>
  outcome.kind !== 'replied'
    ? outcome.kind === 'lost' && !outcome.afterDot && outcome.said.length === 0
    : outcome.phase === 'mail' && outcome.reply.code === 421;

/** Mail for a domain that is ours: straight to the MDA (its answer is the reply to the dot). */
export function openLocalLine(world: EgressWorld): Line {
  return {
    site: 'local',
    connectionId: null,
    async send(message, commit) {
      await commit.mark();
      if (!commit.isOurs())
        return { kind: 'lost', afterDot: false, phase: 'data', fault: 'the lease ran out', said: [] };
      const reply = await world.deliverLocally(message);
      return { kind: 'replied', phase: reply.code < 400 ? 'dot' : 'rcpt', reply, said: [] };
    },
    close() {},
  };
}

/** A metric has a bounded number of labels: sites after the first thousand share one. */
const NAMED_MAX = 1_000;
const named = new Set<string>();

function nameSite(key: string): string {
  if (named.size < NAMED_MAX) named.add(key);
  return named.has(key) ? key : 'other';
}
