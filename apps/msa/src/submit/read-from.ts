import { parseAddress } from '@hikyaku/mail';
import parseAddresses from 'nodemailer/lib/addressparser';

/**
 * The one address of a From field (RFC 5322 section 3.6.2), or null when there is none, or more than one. Strict: what one reader
 * takes for a name and another for an address must not pass as either.
 */
export function readFrom(value: string): string | null {
  const found = parseAddresses(value, { flatten: true });
  if (found.length !== 1) return null;
  const spelling = found[0]!.address;
  const parsed = parseAddress(spelling);
  if (!parsed.ok || parsed.address.name !== undefined) return null;
  // Outside of quotes and comments an @ may stand only in the address.
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/\((?:[^()\\]|\\.)*\)/g, '');
  const quoted = spelling.startsWith('"');
  return quoted || bare.split('@').length === 2 ? spelling : null;
}
