import { decodeHeaderText } from '../header/decode-header-text.ts';
import { toOneLine } from '../header/encode-header-text.ts';
import { toALabel } from './domain-name.ts';

export type Address = {
  /** As given, quotes included. */
  readonly local: string;
  /** A-label, lower case. */
  readonly domain: string;
  /** The whole address as given, without the display name: what RCPT TO says. */
  readonly spelling: string;
  readonly name?: string;
};

export type AddressRefusal =
  | 'empty'
  | 'control_character'
  | 'too_long'
  | 'no_at_sign'
  | 'bad_local_part'
  | 'bad_domain'
  | 'bad_display_name';

export type ParsedAddress =
  | { readonly ok: true; readonly address: Address }
  | { readonly ok: false; readonly reason: AddressRefusal };

/** RFC 5321 4.5.3.1 (64 octets) and RFC 3696 erratum 1690 (254 octets). */
const LOCAL_MAX = 64;
const TOTAL_MAX = 254;
const TEXT_MAX = 1000;

// Dots are free: addresses of Japanese carriers have them doubled and before the @, and belong to real people.
const dotString = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u0080-\u{10ffff}-]+$/u;
const quotedString = /^"(?:[\x21\x23-\x5b\x5d-\x7e\u0080-\u{10ffff}]|\\[\x21-\x7e])*"$/u;
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const space = /\s/u;

/**
 * Reads `a@example.com` or `Name <a@example.com>`: one address, as people and programs write it.
 * Local part of RFC 5321 and RFC 6531 (UTF-8), laxer about dots; the domain needs two labels; no blanks, no address literals.
 */
export function parseAddress(text: string): ParsedAddress {
  if (text.length > TEXT_MAX) return refuse('too_long');
  if (control.test(text)) return refuse('control_character');
  const trimmed = text.trim();
  if (trimmed === '') return refuse('empty');
  if (!trimmed.endsWith('>')) return parseSpelling(trimmed);
  const open = trimmed.lastIndexOf('<');
  if (open < 0) return refuse('bad_local_part');
  const name = readDisplayName(trimmed.slice(0, open).trim());
  if (name === null) return refuse('bad_display_name');
  return parseSpelling(trimmed.slice(open + 1, -1).trim(), name);
}

function parseSpelling(spelling: string, name?: string): ParsedAddress {
  const at = spelling.lastIndexOf('@');
  if (at < 0) return refuse('no_at_sign');
  if (Buffer.byteLength(spelling) > TOTAL_MAX) return refuse('too_long');
  const local = spelling.slice(0, at);
  if (space.test(local) || !(dotString.test(local) || quotedString.test(local))) return refuse('bad_local_part');
  const domain = toALabel(spelling.slice(at + 1));
  if (!domain?.includes('.')) return refuse('bad_domain');
  const octets = Buffer.byteLength(local);
  if (octets > LOCAL_MAX || octets + 1 + domain.length > TOTAL_MAX) return refuse('too_long');
  return { ok: true, address: name ? { local, domain, spelling, name } : { local, domain, spelling } };
}

/** A quoted string, encoded words, or plain words; null when it has angle brackets of its own. */
function readDisplayName(phrase: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(phrase);
  // Encoded words can hide line breaks: a name is one line.
  if (quoted) return toOneLine(decodeHeaderText(quoted[1]!.replace(/\\(.)/g, '$1')));
  if (/[<>"]/.test(phrase)) return null;
  return toOneLine(decodeHeaderText(phrase));
}

function refuse(reason: AddressRefusal): ParsedAddress {
  return { ok: false, reason };
}
