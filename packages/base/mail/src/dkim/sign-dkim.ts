import { createHash, type KeyObject, sign } from 'node:crypto';
import { fieldRanges, splitMessage } from '../header/split-message.ts';
import { relaxedBody } from './relaxed-body.ts';

export type DkimSigner = {
  readonly domain: string;
  readonly selector: string;
  readonly key: KeyObject;
  /** The signature's first line, which is the same for all messages. */
  readonly opening: string;
};

export type DkimSettings = {
  readonly domain: string;
  readonly selector: string;
  /** Parsed once: reading the PEM per message costs three times the signature. */
  readonly key: KeyObject;
  /** `t=`: kept with what is planned, so that a retry signs the same bytes. */
  readonly signedAt: Date;
};

const signed: ReadonlySet<string> = new Set([
  'from',
  'to',
  'cc',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
  'cfbl-address',
]);
/** Named once more than they occur, so that a second one added on the way breaks the signature. */
const oversigned = new Set(['from', 'subject']);

export function dkimSigner({ domain, selector, key, signedAt }: DkimSettings): DkimSigner {
  const seconds = Math.floor(signedAt.getTime() / 1000);
  const opening = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain};\r\n s=${selector}; t=${seconds};`;
  return { domain, selector, key, opening };
}

/**
 * The complete `DKIM-Signature` field of a message (RFC 6376: rsa-sha256, relaxed/relaxed), CRLF included,
 * to be put on top of it. The RSA work runs in the thread pool. The message must have CRLF line ends.
 */
export function signDkim(signer: DkimSigner, message: Buffer): Promise<string> {
  const { header, body } = splitMessage(message);
  const { names, lines } = selectFields(header);
  const field = `${signer.opening}\r\n h=${foldNames(names)};\r\n bh=${hashBody(body)};\r\n b=`;
  const data = Buffer.from(`${lines}dkim-signature:${field.replaceAll('\r\n', '')}`, 'latin1');
  return new Promise((resolve, reject) => {
    sign('sha256', data, signer.key, (error, signature) => {
      if (error) reject(error);
      else resolve(`DKIM-Signature: ${field}${foldSignature(signature.toString('base64'))}\r\n`);
    });
  });
}

/** The fields that are signed, those of one name from the last to the first (RFC 6376 5.4.2), in relaxed form. */
function selectFields(header: Buffer): { names: string[]; lines: string } {
  const found = new Map<string, string[]>();
  const text = header.toString('latin1');
  for (const [start, end] of fieldRanges(header)) {
    const colon = text.indexOf(':', start);
    const name = text.slice(start, colon).trimEnd().toLowerCase();
    if (!signed.has(name)) continue;
    const line = `${name}:${relaxValue(text.slice(colon + 1, end))}\r\n`;
    const same = found.get(name);
    if (same) same.unshift(line);
    else found.set(name, [line]);
  }
  const names: string[] = [];
  let lines = '';
  for (const name of signed) {
    const present = found.get(name) ?? [];
    for (const line of present) {
      names.push(name);
      lines += line;
    }
    if (oversigned.has(name)) names.push(name);
  }
  return { names, lines };
}

/** The value of a field with its line end. Most are one line without runs of blanks: those are only cut. */
function relaxValue(value: string): string {
  const isPlain = value.endsWith('\r\n') && !/[\t\n]| {2}/.test(value.slice(0, -2));
  const flat = isPlain ? value.slice(0, -2) : value.replace(/\r?\n/g, '').replace(/[ \t]+/g, ' ');
  const start = flat.startsWith(' ') ? 1 : 0;
  return flat.slice(start, flat.length > start && flat.endsWith(' ') ? -1 : undefined);
}

function hashBody(body: Buffer): string {
  const hash = createHash('sha256');
  const relaxed = relaxedBody(body);
  if (relaxed.length > 0) hash.update(relaxed).update('\r\n');
  return hash.digest('base64');
}

/** `a:b:c` in lines of at most 76. */
function foldNames(names: readonly string[]): string {
  let text = '';
  let column = 3;
  for (const [index, name] of names.entries()) {
    const piece = index === 0 ? name : `:${name}`;
    if (column + piece.length > 76) {
      text += `:\r\n ${name}`;
      column = 1 + name.length;
    } else {
      text += piece;
      column += piece.length;
    }
  }
  return text;
}

function foldSignature(base64: string): string {
  let folded = base64.slice(0, 72);
  for (let at = 72; at < base64.length; at += 72) folded += `\r\n ${base64.slice(at, at + 72)}`;
  return folded;
}
