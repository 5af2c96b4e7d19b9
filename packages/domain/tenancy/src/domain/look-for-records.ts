import { tokenName, tokenValue } from './domain-records.ts';
import type { FoundRecords, LeadsHere, LookUpTxt, SendingDomain } from './sending-domain.ts';
import { trackingName } from './tracking-name.ts';

/**
 * Asks DNS for the token and for what makes mail trusted. Null when the token's zone could not be asked: nothing is known.
 * A record other than the token that cannot be asked for keeps what was known of it.
 */
export async function lookForRecords(
  domain: SendingDomain,
  lookUpTxt: LookUpTxt,
  leadsHere: LeadsHere = async () => null,
): Promise<FoundRecords | null> {
  const ask = (name: string) => lookUpTxt(name).catch(() => null);
  const [token, dkim, spf, dmarc, tracking] = await Promise.all([
    ask(tokenName(domain.name)),
    ask(`${domain.dkim_selector}._domainkey.${domain.name}`),
    ask(domain.name),
    ask(`_dmarc.${domain.name}`),
    leadsHere(trackingName(domain.name)),
  ]);
  if (!token) return null;
  const publicKey = keyOf(domain.dkim_public_key);
  return {
    token: token.some((text) => text.trim() === tokenValue(domain.token)),
    dkim: dkim?.some((text) => keyOf(text) === publicKey) ?? domain.found.dkim,
    spf: spf?.some((text) => /^v=spf1(\s|$)/i.test(text)) ?? domain.found.spf,
    dmarc: dmarc?.some((text) => /^v=DMARC1\s*;/i.test(text)) ?? domain.found.dmarc,
    tracking: tracking ?? domain.found.tracking,
  };
}

/** The p= tag without the blanks that DNS panels put into long values (RFC 6376 section 3.2). */
const keyOf = (record: string): string | undefined => /(?:^|;)\s*p\s*=([^;]*)/i.exec(record)?.[1]?.replace(/\s+/g, '');
