import type { Keyring } from '@hikyaku/config';
import { formatId } from '@hikyaku/db';
import {
  addHeaders,
  fillHtml,
  formatFeedbackId,
  formatReturnPath,
  formatUnsubscribeAddress,
  listUnsubscribeHeaders,
  renderMime,
  signDkim,
} from '@hikyaku/mail';
import { formatUnsubscribeUrl } from '@hikyaku/submission';
import type { Claimed } from '../claim/claim-batch.ts';
import type { OpenContent } from './load-content.ts';

export type RenderWorld = {
  readonly keyring: Keyring;
  /** Where unsubscribe links lead, and tracking links of a tenant that has no host of its own for them. */
  readonly url: string;
  readonly bounceDomain: string;
  readonly platformDomain: string;
};

/** What of a recipient stands in the message. */
export type Addressee = Pick<Claimed, 'id' | 'address' | 'email' | 'merge'>;

/** The bytes as they leave, signature included, and the reverse path; or why the content cannot be rendered. */
export type Rendered =
  | { readonly ok: true; readonly bytes: Buffer; readonly mailFrom: string }
  | { readonly ok: false; readonly detail: string };

/**
 * Renders and signs one recipient's message. The same recipient gives the same bytes each time (Date, Message-ID,
 * boundaries and DKIM's t= come from what was stored), so that a retry after a crash is the same message.
 */
export async function renderMessage(
  world: RenderWorld,
  content: OpenContent,
  recipient: Addressee,
  batch: { readonly campaignId: number; readonly stream: number },
): Promise<Rendered> {
  const mailFrom = returnPathOf(world, recipient.id);
  const unsubscribe = formatUnsubscribeUrl(world.url, world.keyring, recipient.id);
  const headers: [string, string][] =
    batch.stream === 1
      ? bulkHeaders(world, content, { id: recipient.id, mailFrom, unsubscribe }, batch.campaignId)
      : // Whoever returns the message without its envelope names the recipient all the same; bulk mail has List-Unsubscribe for it.
        [['X-Hikyaku-Ref', `<${mailFrom}>`]];
  let message: Buffer;
  const urlOf = trackedUrls(world, content, recipient.id);
  if (content.kind !== 'template') {
    const raw = content.kind === 'raw' ? content.raw : fillHtml(content.cut, content.fill(urlOf!));
    message = addHeaders(raw, headers);
  } else {
    const rendered = content.template.render(
      {
        name: recipient.merge?.name ?? '',
        email: recipient.email,
        attributes: recipient.merge?.attributes ?? {},
        unsubscribe_url: unsubscribe,
        preferences_url: unsubscribe,
      },
      urlOf,
    );
    if ('failed' in rendered) return { ok: false, detail: rendered.detail };
    message = renderMime(content.mime, {
      to: { name: recipient.merge?.name, address: recipient.address },
      ...rendered,
      date: content.frozenAt,
      messageId: `hk.${formatId('message', recipient.id)}@${content.dkimDomain}`,
      headers,
    });
  }
  const signature = content.signer ? await signDkim(content.signer, message) : '';
  const bytes = signature ? Buffer.concat([Buffer.from(signature, 'latin1'), message]) : message;
  return { ok: true, bytes, mailFrom: content.nullSender ? '' : mailFrom };
}

/** The addresses that stand in this recipient's message instead of links, and the picture's. */
function trackedUrls(world: RenderWorld, { tracking }: OpenContent, id: number) {
  if (!tracking) return undefined;
  const base = tracking.domain ? world.url.replace(/^(https?:\/\/)[^/:]+/, `$1${tracking.domain}`) : world.url;
  return tracking.links.of(base, tracking.contentId, id);
}

const returnPathOf = (world: RenderWorld, id: number) =>
  formatReturnPath({ id, domain: world.bounceDomain, sign: (text) => world.keyring.sign('verp', text) });

function bulkHeaders(
  world: RenderWorld,
  content: OpenContent,
  { id, mailFrom, unsubscribe }: { readonly id: number; readonly mailFrom: string; readonly unsubscribe: string },
  campaignId: number,
): [string, string][] {
  const sign = (text: string) => world.keyring.sign('verp', text);
  return [
    ...listUnsubscribeHeaders({
      url: unsubscribe,
      mailto: formatUnsubscribeAddress({ id, domain: world.bounceDomain, sign }),
    }),
    [
      'Feedback-ID',
      formatFeedbackId({ campaign: campaignId, tenant: content.tenantId, stream: 'bulk', platform: 'hikyaku' }),
    ],
    // Complaints by mail come to the return-path, which names the recipient under a signature (RFC 9477).
    ['CFBL-Address', `${mailFrom}; report=arf`],
  ];
}
