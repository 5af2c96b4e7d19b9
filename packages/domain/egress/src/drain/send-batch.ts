import { counter } from '@hikyaku/log';
import { classifyReply } from '@hikyaku/mail';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import type { Outcome } from '../settle/outcome.ts';
import { UNKNOWN_RETRY_MS } from '../shape/retry-schedule.ts';
import type { WireMessage } from '../wire/send-message.ts';
import { type Line, NoLine } from './line.ts';
import { attemptOutcome, ownVerdict, unknownOutcome } from './make-outcome.ts';
import { prepareMessage, type Unready } from './prepare-message.ts';

const attempts = counter('hikyaku_attempts_total', 'Attempts at recipients, by site', ['site']);

/** Contents that are asked for in one go. */
const FETCHED_AT_ONCE = 25;

/** May the next message go? */
export type Permit = {
  /** False: the wait would outlast this drain. */
  next(): Promise<boolean>;
  /** The same without a wait: false when it takes one. */
  tryNext(): boolean;
};

/** Sends recipients one after the other while `permit` says so. Answers true when it got through all of them. */
export async function sendBatch(
  world: EgressWorld,
  batch: ClaimedBatch,
  recipients: readonly Claimed[],
  line: Line,
  permit: Permit,
): Promise<boolean> {
  const rendering = { ...world.config, keyring: world.keyring };
  const prepare = (at: number) => {
    if (at % FETCHED_AT_ONCE === 0) {
      // Read together; what fails is heard by the recipient whose turn it is.
      for (const one of recipients.slice(at, at + FETCHED_AT_ONCE)) world.contentOf(one.content_id).catch(() => {});
    }
    const recipient = recipients[at];
    return recipient && prepareMessage(world, rendering, batch, recipient);
  };
  // The next message is rendered and signed while this one is on the wire.
  let upcoming = prepare(0);
  let isPermitted = false;
  let journalled: Promise<void> = Promise.resolve();
  let tried = 0;
  try {
    for (const [at, recipient] of recipients.entries()) {
      const startedAt = performance.now();
      const ready = await upcoming!.done;
      if (!ready.ok) {
        upcoming = prepare(at + 1);
        world.settler.add(unrenderable(batch, recipient, startedAt, ready, world.config.retryScale));
        continue;
      }
      if (!isPermitted && !(await permit.next())) return false;
      isPermitted = false;
      upcoming = prepare(at + 1);
      const follow = () => {
        const next = upcoming?.ready;
        if (!next?.ok || !permit.tryNext()) return undefined;
        isPermitted = true;
        return next.message;
      };
      const sending = { message: ready.message, line, follow, after: journalled };
      ({ journalled } = await sendOne(world, batch, recipient, sending));
      tried += 1;
    }
    return true;
  } catch (error) {
    if (error instanceof NoLine) return false;
    throw error;
  } finally {
    attempts.inc({ site: line.site }, tried);
    await journalled;
  }
}

type Sending = {
  readonly message: WireMessage;
  readonly line: Line;
  readonly follow: () => WireMessage | undefined;
  /** The reply to the message before this one is on the disk: until then no dot leaves. */
  readonly after: Promise<void>;
};

/** Resolves when the server has answered; `journalled` resolves when that answer is on the disk. */
async function sendOne(
  world: EgressWorld,
  batch: ClaimedBatch,
  recipient: Claimed,
  { message, line, follow, after }: Sending,
): Promise<{ readonly journalled: Promise<void> }> {
  const { settler, config, intents, log } = world;
  const mark = { id: recipient.id, batch: batch.id, fence: batch.fence };
  let marked: Promise<void> | undefined;
  const startedAt = performance.now();
  const commit = {
    mark: async () => {
      marked ??= intents.mark(mark);
      await Promise.all([marked, after]);
    },
    isOurs: batch.isOurs,
  };
  const wire = await line.send(message, commit, follow);
  // The outcome takes the mark away again, so the mark has to be there.
  await marked?.catch(() => {});
  const connection = line.connectionId;
  log.debug(
    { delivery: recipient.id, campaign: batch.campaignId, site: line.site, wire: wire.kind, phase: wire.phase },
    'attempt',
  );
  if (wire.kind === 'lost' && wire.afterDot) {
    const retryMs = UNKNOWN_RETRY_MS * config.retryScale;
    const unknown = unknownOutcome(batch, recipient, wire, { startedAt, connection, retryMs });
    return { journalled: settler.addJournalled(unknown) };
  }
  const attempted =
    wire.kind === 'lost'
      ? { verdict: ownVerdict('deferred', 'network'), reply: { code: null, enhanced: null, text: wire.fault } }
      : wire.kind === 'unfit'
        ? { verdict: ownVerdict('bounced', wire.reason, 'message'), reply: wire.reply }
        : { verdict: classifyReply({ ...wire.reply, phase: wire.phase }), reply: wire.reply };
  const outcome = attemptOutcome(
    batch,
    recipient,
    { ...attempted, startedAt, said: wire.said, connection },
    config.retryScale,
  );
  if (wire.kind === 'replied' && wire.phase === 'dot') return { journalled: settler.addJournalled(outcome) };
  settler.add(outcome);
  return { journalled: after };
}

function unrenderable(
  batch: ClaimedBatch,
  recipient: Claimed,
  startedAt: number,
  { detail, isFault }: Unready,
  scale: number,
): Outcome {
  return attemptOutcome(
    batch,
    recipient,
    {
      verdict: ownVerdict(isFault ? 'deferred' : 'bounced', 'content', 'message'),
      startedAt,
      reply: { code: null, enhanced: null, text: `the message could not be rendered: ${detail}` },
      said: [],
      connection: null,
    },
    scale,
  );
}
