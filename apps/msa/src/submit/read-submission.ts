import { randomBytes } from 'node:crypto';
import {
  addHeaders,
  decodeHeaderText,
  domainOf,
  formatMailDate,
  hasBareLineEnds,
  readHeaders,
  removeHeaders,
  splitMessage,
} from '@hikyaku/mail';
import { type Reply, reply } from '@hikyaku/smtp';
import { STREAMS, type Stream } from '@hikyaku/submission';
import parseAddresses from 'nodemailer/lib/addressparser';
import { readFrom } from './read-from.ts';

/** What a submitted message says about itself, and its bytes as they are kept. */
export type Submission = {
  readonly raw: Buffer;
  /** The bytes as submitted. */
  readonly submitted: Buffer;
  readonly fromEmail: string;
  readonly fromHeader: string;
  readonly toHeader: readonly string[];
  readonly subject: string;
  readonly stream: Stream;
  readonly tags: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
};

/** Read, obeyed and not sent on. */
const OURS = ['Bcc', 'X-Hikyaku-*', 'Idempotency-Key'];
/** As many fields as our reader of headers looks at: one more could hide something. */
const FIELDS_MAX = 1_000;
const SHOWN_MAX = 1_000;
const TAGS_MAX = 50;
const KEY_MAX = 256;

const bad = (text: string): Reply => reply(550, '5.6.0', text);

/**
 * Reads a message as it was submitted. Its bytes stay, below the Received field; Bcc and the fields that speak to us are taken
 * out; Date and Message-ID are added where they are missing (RFC 6409 section 8).
 */
export function readSubmission(bytes: Buffer, received: string): Submission | Reply {
  if (hasBareLineEnds(bytes)) return bad('a CR or LF stands alone in the message');
  const { header } = splitMessage(bytes);
  const wrong = checkHeader(header);
  if (wrong) return bad(wrong);
  const fields = readHeaders(header);
  if (fields.length >= FIELDS_MAX) return bad(`the header has ${FIELDS_MAX} fields or more`);
  const all = (name: string) => fields.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);

  const from = all('from');
  if (from.length !== 1) return bad(`From must stand once in the header, not ${from.length} times`);
  const fromEmail = readFrom(from[0]!);
  if (fromEmail === null) return bad('From must hold exactly one address');
  const stream = readStream(all('x-hikyaku-stream'));
  if (!stream) return bad(`X-Hikyaku-Stream must be ${STREAMS.join(' or ')}, once`);
  const tags = readTags(all('x-hikyaku-tag'));
  if (!tags) return bad(`X-Hikyaku-Tag must be name=value, at most ${TAGS_MAX} of them`);
  const keys = all('idempotency-key');
  if (keys.length > 1 || keys.some((key) => key === '' || key.length > KEY_MAX || !/^[\u0020-\u007e]+$/.test(key))) {
    return bad(`Idempotency-Key must have 1 to ${KEY_MAX} printable characters, once`);
  }

  const added: [string, string][] = [['Received', received]];
  if (all('date').length === 0) added.push(['Date', formatMailDate(new Date())]);
  if (all('message-id').length === 0) {
    added.push(['Message-ID', `<hk.${randomBytes(12).toString('hex')}@${domainOf(fromEmail)}>`]);
  }
  return {
    raw: addHeaders(removeHeaders(bytes, OURS), added),
    submitted: bytes,
    fromEmail,
    fromHeader: shown(from[0]!),
    toHeader: readTo(all('to')),
    subject: shown(all('subject')[0] ?? ''),
    stream,
    tags,
    idempotencyKey: keys[0],
  };
}

/** What is wrong with the form of a header: lines that are no fields are read differently by different readers. */
function checkHeader(header: Buffer): string | undefined {
  if (header.includes(0)) return 'the header contains a NUL';
  const lines = header.toString('latin1').split('\r\n');
  const at = lines.findIndex((line, index) => {
    if (line === '') return index < lines.length - 1;
    return index > 0 && /^[ \t]/.test(line) ? false : !/^[!-9;-~]+[ \t]*:/.test(line);
  });
  return at < 0 ? undefined : `line ${at + 1} of the message is no header field`;
}

function readStream(values: readonly string[]): Stream | undefined {
  if (values.length === 0) return 'transactional';
  return values.length === 1 ? STREAMS.find((stream) => stream === values[0]!.toLowerCase()) : undefined;
}

function readTags(values: readonly string[]): Record<string, string> | undefined {
  if (values.length > TAGS_MAX) return undefined;
  const tags: [string, string][] = [];
  for (const value of values) {
    const text = shown(value);
    const at = text.indexOf('=');
    const name = text.slice(0, at).trim();
    const said = text.slice(at + 1).trim();
    if (at < 1 || name === '' || name.length > 100 || said.length > 500) return undefined;
    tags.push([name, said]);
  }
  return Object.fromEntries(tags);
}

/** Of the To fields, each mailbox as a person reads it. */
function readTo(values: readonly string[]): string[] {
  const mailboxes = parseAddresses(values.join(', '), { flatten: true });
  return mailboxes.map(({ name, address }) => shown(name ? `${name} <${address}>` : address)).filter(Boolean);
}

/** Header text for people: decoded, on one line, not without end, and without halves of characters. */
const shown = (value: string): string =>
  Buffer.from(
    decodeHeaderText(value)
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, SHOWN_MAX),
  ).toString();
