import { isDomainName } from '@hikyaku/mail';
import type { FoundRecords, SendingDomain } from './sending-domain.ts';
import { trackingName } from './tracking-name.ts';

export type DnsRecord = {
  readonly type: 'TXT' | 'MX' | 'CNAME';
  readonly name: string;
  readonly value: string;
  /** `pending`: not looked for yet, or not looked for at all (MX). */
  readonly status: 'pending' | 'verified' | 'missing';
  readonly purpose: 'ownership' | 'dkim' | 'spf' | 'dmarc' | 'inbound' | 'tracking';
  /** Without it nothing is sent from the domain; the others are strongly recommended. */
  readonly required: boolean;
};

/**
 * `platformDomain`: the domain of the platform itself, whose SPF record and MX a tenant's domain points to. `url`: the
 * product's public address, to which a tenant's name for tracking links leads; none while it has no name.
 */
export type RecordSettings = { readonly platformDomain: string; readonly url?: string };

/** The host of the product's address, when it is a name that others can point to. */
export function publicHost(url: string | undefined): string | null {
  const host = url === undefined ? '' : new URL(url).hostname;
  return host !== 'localhost' && !/^[\d.]+$|:/.test(host) && isDomainName(host) ? host : null;
}

export const tokenName = (domain: string): string => `_hikyaku.${domain}`;
export const tokenValue = (token: string): string => `hikyaku-verify=${token}`;

/** What a domain's owner publishes in DNS, and which of it the last look has found. */
export function domainRecords(domain: SendingDomain, settings: RecordSettings): DnsRecord[] {
  const status = (what: keyof FoundRecords): DnsRecord['status'] => {
    if (domain.found[what] === undefined) return 'pending';
    return domain.found[what] ? 'verified' : 'missing';
  };
  const txt = (name: string, value: string, purpose: DnsRecord['purpose'], what: keyof FoundRecords): DnsRecord => ({
    type: 'TXT',
    name,
    value,
    status: status(what),
    purpose,
    required: purpose === 'ownership',
  });
  const records = [
    txt(tokenName(domain.name), tokenValue(domain.token), 'ownership', 'token'),
    txt(`${domain.dkim_selector}._domainkey.${domain.name}`, domain.dkim_public_key, 'dkim', 'dkim'),
    txt(domain.name, `v=spf1 include:_spf.${settings.platformDomain} ~all`, 'spf', 'spf'),
    txt(`_dmarc.${domain.name}`, 'v=DMARC1; p=none', 'dmarc', 'dmarc'),
  ];
  const host = publicHost(settings.url);
  if (host) {
    const name = trackingName(domain.name);
    records.push({
      type: 'CNAME',
      name,
      value: host,
      status: status('tracking'),
      purpose: 'tracking',
      required: false,
    });
  }
  if (!domain.receives) return records;
  const mx = `10 mx.${settings.platformDomain}`;
  return [
    ...records,
    { type: 'MX', name: domain.name, value: mx, status: 'pending', purpose: 'inbound', required: false },
  ];
}
