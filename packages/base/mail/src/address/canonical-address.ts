import { toALabel } from './domain-name.ts';

/**
 * The identity of an address inside a tenant: all lower case, the domain as A-label.
 * Two spellings with one canonical form are one person. Takes a spelling that `parseAddress` accepted.
 */
export function canonicalAddress(spelling: string): string {
  const at = spelling.lastIndexOf('@');
  const domain = spelling.slice(at + 1);
  return `${spelling.slice(0, at).toLowerCase()}@${toALabel(domain) ?? domain.toLowerCase()}`;
}

/** The A-label domain of a canonical address. */
export function domainOf(canonical: string): string {
  return canonical.slice(canonical.lastIndexOf('@') + 1);
}
