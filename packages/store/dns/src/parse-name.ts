import { domainToASCII } from 'node:url';

/** A domain as DNS asks for it: A-labels, lower case, no dot at the end. Undefined when it cannot be one (RFC 1035 section 2.3.4). */
export function parseName(text: string): string | undefined {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  // Underscore names (_dmarc, DKIM selectors) are no host names, so only what is not ASCII goes through IDNA.
  const name = (/^[\x21-\x7e]+$/.test(bare) ? bare : domainToASCII(bare)).toLowerCase();
  if (name === '' || name.length > 253) return undefined;
  return name.split('.').every((label) => label.length > 0 && label.length <= 63) ? name : undefined;
}
