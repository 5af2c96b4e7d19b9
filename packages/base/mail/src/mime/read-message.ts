import PostalMime from 'postal-mime';
import { headerMap, readEntity } from '../explain/entity.ts';
import { decodeHeaderText } from '../header/decode-header-text.ts';
import { readHeaders, splitMessage } from '../header/split-message.ts';

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

/** Beyond these a mail is a bomb: taking all of it apart would hold everybody up for seconds. */
const PARTS_MAX = 1_000;
const DEPTH_MAX = 100;
const HEADER_MAX = 1024 * 1024;

/**
 * Reads a message (RFC 5322, MIME). Never throws for what the bytes are: what cannot be understood is empty. Of a mail with
 * thousands of parts, levels or header fields only the header and the first text are shown.
 */
export async function readMessage(given: Uint8Array): Promise<ReadMessage> {
  const raw = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (isBomb(raw)) return readFirstText(raw);
  const settings = {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: DEPTH_MAX,
    maxHeadersSize: HEADER_MAX,
  } as const;
  const mail = await PostalMime.parse(raw, settings).catch(() => undefined);
  if (!mail) return readFirstText(raw);
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

/** Counted by what begins a part, which is far cheaper than taking the mail apart. */
function isBomb(raw: Buffer): boolean {
  const type = headerMap(raw.subarray(0, HEADER_MAX)).get('content-type') ?? '';
  if (!/^\s*(?:multipart|message)\//i.test(type)) return false;
  return occursOften(raw, '\n--') || occursOften(raw, '\nContent-Type:') || occursOften(raw, '\nContent-type:');
}

function occursOften(raw: Buffer, text: string): boolean {
  let count = 0;
  for (let at = raw.indexOf(text); at >= 0 && count <= PARTS_MAX; at = raw.indexOf(text, at + text.length)) count += 1;
  return count > PARTS_MAX;
}

function readFirstText(raw: Buffer): ReadMessage {
  const headers = readHeaders(splitMessage(raw).header).map(([name, value]) => ({ name, value }));
  const first = (name: string) =>
    decodeHeaderText(headers.find((field) => field.name.toLowerCase() === name)?.value ?? '');
  const text = readEntity(raw).leaves.find((leaf) => leaf.type.startsWith('text/'))?.text ?? null;
  return {
    from: first('from'),
    to: first('to'),
    subject: first('subject'),
    messageId: first('message-id'),
    html: null,
    text,
    headers,
    attachments: [],
  };
}
