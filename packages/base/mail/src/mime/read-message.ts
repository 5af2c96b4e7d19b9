import PostalMime from 'postal-mime';

/** A message taken apart for people to read. Nothing of it is to be trusted: HTML goes through `frameHtml` and a sandboxed frame. */
export type ReadMessage = {
  /** `Name <address>`, decoded. */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  /** As sent; null when there is none. Pictures inside the mail (`cid:`) are put into it as `data:`. */
  readonly html: string | null;
  readonly text: string | null;
  /** In the order of the message, unfolded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly sizeBytes: number;
  }[];
};

type Person = { readonly name?: string; readonly address?: string };

const show = ({ name, address }: Person): string =>
  name && address ? `${name} <${address}>` : (address ?? name ?? '');

/** Reads a message (RFC 5322, MIME). Never throws for what the bytes are: what cannot be understood is empty. */
export async function readMessage(raw: Uint8Array): Promise<ReadMessage> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' });
  const attachments = mail.attachments.map((file) => ({ ...file, bytes: Buffer.from(file.content as ArrayBuffer) }));
  let html = mail.html ?? null;
  for (const { contentId, mimeType, bytes } of attachments) {
    if (!html || !contentId || !mimeType.startsWith('image/')) continue;
    const cid = `cid:${contentId.replace(/^<|>$/g, '')}`;
    html = html.replaceAll(cid, `data:${mimeType};base64,${bytes.toString('base64')}`);
  }
  return {
    from: mail.from ? show(mail.from) : '',
    to: (mail.to ?? []).map(show).filter(Boolean).join(', '),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    html,
    text: mail.text ?? null,
    headers: mail.headers.map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value })),
    attachments: attachments
      .filter((file) => file.disposition !== 'inline' || !file.contentId)
      .map((file) => ({ filename: file.filename ?? '', contentType: file.mimeType, sizeBytes: file.bytes.length })),
  };
}
