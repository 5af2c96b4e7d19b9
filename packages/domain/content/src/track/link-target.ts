import { decodeAttribute } from './decode-attribute.ts';

/** Merge fields that lead to the platform's own pages: who wants to leave is not followed. */
const OWN_PAGES = /\b(?:unsubscribe_url|preferences_url)\b/;
/** Scheme and host written out, whatever is filled in behind them. */
const FIXED_HOST = /^https?:\/\/[^\s/?#\\{}<>"']+[/?#]/i;

const hasLiquid = (value: string): boolean => value.includes('{{') || value.includes('{%');

/**
 * Where an `href` of the source leads, as it is kept: the address itself, or with merge fields as they are written. Null
 * when it is not followed: another scheme, the platform's own pages, or a host that a merge value decides, which would
 * make a signed link to anywhere.
 */
export function linkTarget(value: string): string | null {
  const written = value.trim();
  if (!hasLiquid(written)) return parseTarget(written);
  return FIXED_HOST.test(written) && !OWN_PAGES.test(written) ? written : null;
}

/** The address of an `href` whose merge fields are filled in (RFC 3986, written in ASCII); null when it is no web address. */
export function parseTarget(value: string): string | null {
  const text = decodeAttribute(value)?.trim();
  if (!text || !/^https?:\/\//i.test(text)) return null;
  return URL.canParse(text) ? new URL(text).href : null;
}

/** True when the kept target still has merge fields in it. */
export const isMerged = hasLiquid;
