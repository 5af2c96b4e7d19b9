import { domainToASCII } from 'node:url';

const asciiName = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/;
// Characters that the URL standard would decode, strip or take for something else (`%41`, `:`, `/`, soft hyphen ...).
const nothingButNames = /^(?:[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61\u30fb\u00b7-]|\u200c|\u200d)+$/u;

/**
 * The A-label form of a domain, lower case (RFC 5891), or null when it cannot be a domain name.
 * Limits of RFC 1035: labels of 63, 253 in all. Address literals and numeric last labels are no names.
 */
export function toALabel(domain: string): string | null {
  let name = domain.toLowerCase();
  if (!asciiName.test(name) || name.includes('xn--')) {
    if (name.length > 253 || !nothingButNames.test(name)) return null;
    name = domainToASCII(name);
    if (!asciiName.test(name)) return null;
  }
  if (name.length > 253 || /(^|\.)\d+$/.test(name)) return null;
  return name;
}

/** True for a host name with at least two labels, in ASCII or Unicode. */
export function isDomainName(text: string): boolean {
  return toALabel(text)?.includes('.') ?? false;
}
