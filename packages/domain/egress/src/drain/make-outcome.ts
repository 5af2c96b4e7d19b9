import { eventNumber } from '@hikyaku/events';
import { classifyReply, type Reason, suppressionClass, type Verdict } from '@hikyaku/mail';
import { NOTIFY, STREAMS } from '@hikyaku/submission';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { Outcome } from '../settle/outcome.ts';
import { askedDelayMs } from '../shape/retry-hint.ts';
import { nextRetry } from '../shape/retry-schedule.ts';
import { reasonNumber, STATE } from '../state.ts';
import type { SaidReply } from '../wire/said.ts';
import type { WireOutcome } from '../wire/send-message.ts';
import { storableText } from '../wire/storable-text.ts';
import type { NotConnected } from './connect.ts';

/** What decides the outcome of one attempt, whichever way it was made. */
export type Attempted = {
  readonly verdict: Verdict;
  /** By performance.now(). */
  readonly startedAt: number;
  readonly reply: { readonly code: number | null; readonly enhanced: string | null; readonly text: string };
  readonly said: readonly SaidReply[];
  readonly connection: number | null;
};

const REPLY_MAX = 2_000;
const DELIVERED = eventNumber('email.delivered');
const clean = (text: string) => storableText(text, REPLY_MAX);

/** Mail that has waited this long is late (RFC 5321 section 4.5.4.1 leaves the time to us). */
const DELAY_MS = 4 * 60 * 60_000;

/** The report about this, when its submitter wants it. */
const told = (recipient: Claimed, about: number): number => (recipient.notify ?? 0) & about;

const base = (batch: ClaimedBatch, recipient: Claimed) => ({
  id: recipient.id,
  batch: batch.id,
  fence: batch.fence,
  site: batch.siteId,
  suppress: 0 as const,
  tell: 0,
  unknown: false,
  due: null,
  code: null,
  enhanced: null,
  reply: '',
  connection: null,
  said: [],
  ms: 0,
});

/** When an attempt that began at `startedAt` began and ended, by Postgres: retries and expiry are reckoned with its time. */
function timesOf(batch: ClaimedBatch, startedAt: number) {
  const now = batch.now();
  const ms = Math.round(performance.now() - startedAt);
  return { now, at: new Date(now.getTime() - ms), ms };
}

/** Suppressed between planning and sending: nothing was tried. */
export function suppressedOutcome(batch: ClaimedBatch, recipient: Claimed): Outcome {
  return {
    ...base(batch, recipient),
    state: STATE.suppressed,
    n: 0,
    reason: 0,
    event: eventNumber('email.suppressed'),
    tell: told(recipient, NOTIFY.failure),
    at: batch.now().toISOString(),
    reply: recipient.suppressed ?? '',
  };
}

/** The recipient belongs to another site: it waits there, and nothing was tried. */
export function movedOutcome(batch: ClaimedBatch, recipient: Claimed, siteId: number): Outcome {
  const now = batch.now().toISOString();
  return {
    ...base(batch, recipient),
    state: recipient.state,
    n: 0,
    reason: recipient.reason,
    site: siteId,
    due: now,
    event: 0,
    at: now,
  };
}

/** The outcome of one attempt: final, or due again by the retry schedule, or expired. */
export function attemptOutcome(batch: ClaimedBatch, recipient: Claimed, attempted: Attempted, scale: number): Outcome {
  const { verdict, startedAt, reply } = attempted;
  const n = recipient.attempts + 1;
  const { now, at, ms } = timesOf(batch, startedAt);
  // Written out, without a spread: one is made for every message.
  const shared: Outcome = {
    id: recipient.id,
    batch: batch.id,
    fence: batch.fence,
    state: STATE.delivered,
    unknown: false,
    n,
    reason: reasonNumber(verdict.reason === 'delivered' ? undefined : verdict.reason),
    suppress: 0,
    due: null,
    site: batch.siteId,
    event: DELIVERED,
    tell: told(recipient, NOTIFY.success),
    at: at.toISOString(),
    ms,
    code: reply.code,
    enhanced: reply.enhanced,
    reply: clean(reply.text),
    connection: attempted.connection,
    said: attempted.said.map(({ offsetMs, text }) => [offsetMs, clean(text)] as const),
  };
  if (verdict.outcome === 'delivered') return shared;
  if (verdict.outcome === 'bounced') {
    const suppress = { now: 1, second: 2, never: 0 } as const;
    return {
      ...shared,
      state: STATE.bounced,
      suppress: suppress[suppressionClass(verdict.reason)],
      event: eventNumber('email.bounced'),
      tell: told(recipient, NOTIFY.failure),
    };
  }
  const retry = nextRetry({
    stream: STREAMS[batch.stream] ?? 'bulk',
    attempt: n,
    reason: verdict.reason,
    firstAt: recipient.first_at ?? at,
    now,
    scale,
    chance: Math.random(),
    askedMs: askedDelayMs(reply.text),
  });
  if (retry.kind === 'expired') {
    return {
      ...shared,
      state: STATE.expired,
      event: eventNumber('email.expired'),
      tell: told(recipient, NOTIFY.failure),
    };
  }
  const late = now.getTime() - (recipient.first_at ?? at).getTime() >= DELAY_MS * scale;
  return {
    ...shared,
    state: STATE.deferred,
    due: retry.at.toISOString(),
    event: eventNumber('email.deferred'),
    tell: late ? told(recipient, NOTIFY.delay) : 0,
  };
}

/** Nobody can know: the dot left and the answer never came. Bulk stays so; transactional mail is tried once more, and only once. */
export function unknownOutcome(
  batch: ClaimedBatch,
  recipient: Claimed,
  lost: Extract<WireOutcome, { kind: 'lost' }>,
  of: { startedAt: number; connection: number | null; retryMs: number },
): Outcome {
  const again = batch.stream === 0 && !recipient.unknown;
  const { now, at, ms } = timesOf(batch, of.startedAt);
  return {
    ...base(batch, recipient),
    n: recipient.attempts + 1,
    unknown: true,
    state: again ? STATE.deferred : STATE.unconfirmed,
    due: again ? new Date(now.getTime() + of.retryMs).toISOString() : null,
    reason: reasonNumber('network'),
    event: eventNumber(again ? 'email.deferred' : 'email.unconfirmed'),
    at: at.toISOString(),
    ms,
    reply: clean(`no answer after the end of data: ${lost.fault}`),
    connection: of.connection,
    said: lost.said.map(({ offsetMs, text }) => [offsetMs, clean(text)] as const),
  };
}

/** The connection could not be made: an attempt for everybody in the batch, since the answer would be the same for each. */
export function unreachableOutcome(
  batch: ClaimedBatch,
  recipient: Claimed,
  down: NotConnected,
  scale: number,
): Outcome {
  const verdict = down.reply
    ? classifyReply({ ...down.reply, phase: 'connect' })
    : ownVerdict(down.permanent ? 'bounced' : 'deferred', down.tls ? 'tls' : 'network');
  const reply = down.reply ?? { code: null, enhanced: down.enhanced, text: down.fault };
  return attemptOutcome(
    batch,
    recipient,
    { verdict, startedAt: performance.now(), reply, said: [], connection: down.connectionId },
    scale,
  );
}

/** A verdict of our own, where no server spoke. */
export const ownVerdict = (
  outcome: 'deferred' | 'bounced',
  reason: Reason,
  scope: Verdict['scope'] = 'site',
): Verdict => ({
  outcome,
  reason,
  scope,
  hard: outcome === 'bounced' && suppressionClass(reason) === 'now',
});
