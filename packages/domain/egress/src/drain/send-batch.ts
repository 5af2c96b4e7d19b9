import { isDatabaseAway } from '@hikyaku/db';
import { counter } from '@hikyaku/log';
import { classifyReply } from '@hikyaku/mail';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import { type Rendered, renderMessage } from '../render/render-message.ts';
import type { Outcome } from '../settle/outcome.ts';
import { UNKNOWN_RETRY_MS } from '../shape/retry-schedule.ts';
import { type Line, NoLine } from './line.ts';
import { attemptOutcome, ownVerdict, unknownOutcome } from './make-outcome.ts';

const attempts = counter('hikyaku_attempts_total', 'Attempts at recipients, by site', ['site']);

/** Contents that are asked for in one go. */
const FETCHED_AT_ONCE = 25;

/** May the next message go? False: the wait would outlast this drain. */
export type Permit = () => Promise<boolean>;

/** Sends recipients one after the other while `permit` says so. Answers true when it got through all of them. */
export async function sendBatch(
  world: EgressWorld,
  batch: ClaimedBatch,
  recipients: readonly Claimed[],
  line: Line,
  permit: Permit,
): Promise<boolean> {
  const prepare = (at: number) => {
    const recipient = recipients[at];
    if (!recipient) return undefined;
    if (at % FETCHED_AT_ONCE === 0) {
      // Read together; what fails is heard by the recipient whose turn it is.
      for (const one of recipients.slice(at, at + FETCHED_AT_ONCE)) world.contentOf(one.content_id).catch(() => {});
    }
    const rendering = prepareMessage(world, batch, recipient);
    // It is awaited when its turn comes; until then a failure waits with it.
    rendering.catch(() => {});
    return rendering;
  };
  // The next message is rendered and signed while this one is on the wire.
  let upcoming = prepare(0);
  for (const [at, recipient] of recipients.entries()) {
    const startedAt = performance.now();
    const rendered = await upcoming!;
    if (!rendered.ok) {
      upcoming = prepare(at + 1);
      world.settler.add(unrenderable(batch, recipient, startedAt, rendered, world.config.retryScale));
      continue;
    }
    if (!(await permit())) return false;
    upcoming = prepare(at + 1);
    try {
      await sendOne(world, batch, recipient, rendered, line);
    } catch (error) {
      if (error instanceof NoLine) return false;
      throw error;
    }
  }
  return true;
}

type Prepared = Extract<Rendered, { ok: true }> | Unready;

/** `isFault`: not the content is at fault but what is around it (its row, its key): somebody may yet put it right. */
type Unready = { readonly ok: false; readonly detail: string; readonly isFault?: true };

/** One message that cannot be made ready is set aside with its reason: the others of the batch are not to wait for it. */
async function prepareMessage(world: EgressWorld, batch: ClaimedBatch, recipient: Claimed): Promise<Prepared> {
  try {
    const content = await world.contentOf(recipient.content_id);
    return await renderMessage({ ...world.config, keyring: world.keyring }, content, recipient, batch);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    world.log.error({ err: error, delivery: recipient.id }, 'a message could not be made ready');
    return { ok: false, detail: (error as Error).message, isFault: true };
  }
}

async function sendOne(
  world: EgressWorld,
  batch: ClaimedBatch,
  recipient: Claimed,
  rendered: Extract<Rendered, { ok: true }>,
  line: Line,
): Promise<void> {
  const { settler, config, intents, log } = world;
  const mark = { id: recipient.id, batch: batch.id, fence: batch.fence };
  let marked: Promise<void> | undefined;
  const startedAt = performance.now();
  const wire = await line.send(
    { ...rendered, rcptTo: recipient.address },
    {
      mark: () => {
        marked = intents.mark(mark);
        return marked;
      },
      isOurs: batch.isOurs,
    },
  );
  // The outcome takes the mark away again, so the mark has to be there.
  await marked?.catch(() => {});
  const connection = line.connectionId;
  attempts.inc({ site: line.site });
  log.debug(
    { delivery: recipient.id, campaign: batch.campaignId, site: line.site, wire: wire.kind, phase: wire.phase },
    'attempt',
  );
  if (wire.kind === 'lost' && wire.afterDot) {
    const retryMs = UNKNOWN_RETRY_MS * config.retryScale;
    await settler.addJournalled(unknownOutcome(batch, recipient, wire, { startedAt, connection, retryMs }));
    return;
  }
  const attempted =
    wire.kind === 'lost'
      ? { verdict: ownVerdict('deferred', 'network'), reply: { code: null, enhanced: null, text: wire.fault } }
      : { verdict: classifyReply({ ...wire.reply, phase: wire.phase }), reply: wire.reply };
  const outcome = attemptOutcome(
    batch,
    recipient,
    { ...attempted, startedAt, said: wire.said, connection },
    config.retryScale,
  );
  if (wire.kind === 'replied' && wire.phase === 'dot') await settler.addJournalled(outcome);
  else settler.add(outcome);
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
