import { isDatabaseAway } from '@hikyaku/db';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import { type RenderWorld, renderMessage } from '../render/render-message.ts';
import type { WireMessage } from '../wire/send-message.ts';

/** `isFault`: not the content is at fault but what is around it (its row, its key): somebody may yet put it right. */
export type Unready = { readonly ok: false; readonly detail: string; readonly isFault?: true };
type Ready = { readonly ok: true; readonly message: WireMessage } | Unready;

/** A message on its way to the wire; `ready` is set once it is there. */
export type Prepared = { readonly done: Promise<Ready>; ready: Ready | undefined };

/** Renders and signs a message ahead of its turn. `done` rejects when Postgres is away. */
export function prepareMessage(
  world: EgressWorld,
  rendering: RenderWorld,
  batch: ClaimedBatch,
  recipient: Claimed,
): Prepared {
  const prepared: Prepared = { done: render(world, rendering, batch, recipient), ready: undefined };
  prepared.done.then(
    (ready) => {
      prepared.ready = ready;
    },
    // It is awaited when its turn comes; until then a failure waits with it.
    () => {},
  );
  return prepared;
}

/** One message that cannot be made ready is set aside with its reason: the others of the batch are not to wait for it. */
async function render(
  world: EgressWorld,
  rendering: RenderWorld,
  batch: ClaimedBatch,
  recipient: Claimed,
): Promise<Ready> {
  try {
    const content = await world.contentOf(recipient.content_id);
    const rendered = await renderMessage(rendering, content, recipient, batch);
    return rendered.ok ? { ok: true, message: { ...rendered, rcptTo: recipient.address } } : rendered;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    world.log.error({ err: error, delivery: recipient.id }, 'a message could not be made ready');
    return { ok: false, detail: (error as Error).message, isFault: true };
  }
}
