import { toALabel } from '../address/domain-name.ts';
import { encodeWords, toOneLine } from './encode-header-text.ts';

export type Mailbox = { readonly name?: string; readonly address: string };

const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** `Name <address>` for From, To and Reply-To (RFC 5322 3.4), the name as encoded words where it needs them, the domain as A-label. */
export function formatMailbox({ name, address }: Mailbox): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const route = toOneLine(
    `${address.slice(0, at)}@${/[^\x00-\x7f]/.test(domain) ? (toALabel(domain) ?? domain) : domain}`,
  );
  const phrase = name === undefined ? '' : toOneLine(name).trim();
  if (phrase === '') return route;
  return `${formatPhrase(phrase)} <${route}>`;
}

function formatPhrase(phrase: string): string {
  if (!/^[\x20-\x7e]*$/.test(phrase) || phrase.includes('=?') || (phrase.length >= 200 && /[^ ]{200}/.test(phrase)))
    return encodeWords(phrase);
  if (atoms.test(phrase)) return phrase;
  return `"${phrase.replace(/["\\]/g, '\\$&')}"`;
}
