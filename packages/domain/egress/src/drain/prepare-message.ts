import { isDatabaseAway } from '@hikyaku/db';
import { toALabel } from '@hikyaku/mail';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import type { OpenContent } from '../render/load-content.ts';
import { type Rendered, type RenderWorld, renderMessage } from '../render/render-message.ts';
import { mailParameters, rcptParameters } from '../wire/dsn-parameters.ts';
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
    return rendered.ok ? { ok: true, message: addressMessage(rendered, content, recipient) } : rendered;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    world.log.error({ err: error, delivery: recipient.id }, 'a message could not be made ready');
    return { ok: false, detail: (error as Error).message, isFault: true };
  }
}

function addressMessage(
  { bytes, mailFrom }: Extract<Rendered, { ok: true }>,
  { eightBit, utf8, requireTls, dsn }: OpenContent,
  { address, notify, orcpt }: Claimed,
): WireMessage {
  const [rcptTo, smtpUtf8] = isAscii(address) ? [address, utf8] : withALabel(address, utf8);
  return {
    mailFrom,
    rcptTo,
    bytes,
    smtpUtf8,
    eightBit: eightBit || smtpUtf8,
    requireTls,
    dsn: dsn ? { mail: mailParameters(dsn), rcpt: rcptParameters(notify, orcpt) } : NO_DSN,
  };
}

const NO_DSN = { mail: '', rcpt: '' } as const;
const isAscii = (text: string) => !/[^\u0000-\u007f]/.test(text);

/** Where the domain alone is not ASCII, its A-label lets the message do without SMTPUTF8 (RFC 5890). */
function withALabel(address: string, utf8: boolean): [rcptTo: string, smtpUtf8: boolean] {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  return isAscii(local) ? [`${local}@${toALabel(domain) ?? domain}`, utf8] : [address, true];
}
