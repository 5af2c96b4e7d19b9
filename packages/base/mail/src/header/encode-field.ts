import { encodeHeaderText, encodeWords } from './encode-header-text.ts';
import { foldHeader } from './fold-header.ts';

const ADDRESSES = /^(?:resent-)?(?:from|to|cc|bcc|sender|reply-to)$/;
const PARAMETERS = /^content-(?:type|disposition)$/;
const HIGH = /[^\u0000-\u007f]/;

/**
 * A header field with what is not ASCII in it encoded: texts and names as encoded words (RFC 2047), parameters percent-encoded
 * (RFC 2231). An address whose local part is not ASCII has no such form and stays.
 */
export function encodeField(field: Buffer): Buffer {
  const utf8 = field.toString('utf8');
  const text = (utf8.includes('\ufffd') ? field.toString('latin1') : utf8).replace(/\r?\n(?=[ \t])/g, '').trimEnd();
  const colon = text.indexOf(':');
  if (colon <= 0 || HIGH.test(text.slice(0, colon))) return field;
  const name = text.slice(0, colon);
  const value = text.slice(colon + 1).trim();
  const kind = name.trim().toLowerCase();
  const encode = ADDRESSES.test(kind) ? encodePhrases : PARAMETERS.test(kind) ? encodeParameters : encodeHeaderText;
  return Buffer.from(foldHeader(name.trim(), encode(value)));
}

/** The names of mailboxes and groups; what stands in angle brackets or has an `@` is an address. */
function encodePhrases(value: string): string {
  const tokens = value.match(/"(?:[^"\\]|\\.)*"|<[^>]*>|\((?:[^()\\]|\\.)*\)|[,;:]|[^\s"<(,;:]+/g) ?? [];
  const out: string[] = [];
  let words: string[] = [];
  const endPhrase = () => {
    if (words.some((word) => HIGH.test(word))) {
      out.push(
        encodeWords(
          words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word)).join(' '),
        ),
      );
    } else out.push(...words);
    words = [];
  };
  for (const token of tokens) {
    const isWord = token.startsWith('"') || (!/^[<(,;:]/.test(token) && !token.includes('@'));
    if (isWord) {
      words.push(token);
      continue;
    }
    endPhrase();
    out.push(token.startsWith('(') && HIGH.test(token) ? `(${encodeWords(token.slice(1, -1))})` : token);
  }
  endPhrase();
  return out.join(' ').replace(/ ([,;:])/g, '$1');
}

const encodeParameters = (value: string): string =>
  value.replace(
    /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/g,
    (whole, name: string, quoted?: string, bare?: string) => {
      const text = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
      if (!HIGH.test(text)) return whole;
      const coded = encodeURIComponent(text).replace(
        /['()*]/g,
        (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
      );
      return `; ${name}*=UTF-8''${coded}`;
    },
  );
