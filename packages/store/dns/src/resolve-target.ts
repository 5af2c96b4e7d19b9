import { isIP } from 'node:net';
import { isForbiddenAddress } from './is-forbidden-address.ts';
import type { Resolver } from './resolver.ts';

/** Addresses to connect to, forbidden ones taken out. Connect to these and not to the name, which may answer otherwise next time. */
export type Target =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly permanent: boolean; readonly forbidden: boolean; readonly reason: string };

/** Looks a host name, `localhost` or a literal address (brackets allowed) up for a connection to the outside. */
export async function resolveTarget(
  resolver: Resolver,
  host: string,
  options: { readonly allowLoopback?: boolean } = {},
): Promise<Target> {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const known = isIP(bare) ? [bare] : /(^|\.)localhost\.?$/.test(bare) ? ['127.0.0.1', '::1'] : undefined;
  const answer = known ? ({ ok: true, addresses: known } as const) : await resolver.addresses(bare);
  if (!answer.ok) return { ok: false, permanent: answer.permanent, forbidden: false, reason: answer.reason };
  const addresses = answer.addresses.filter((address) => !isForbiddenAddress(address, options));
  if (addresses.length > 0) return { ok: true, addresses };
  return { ok: false, permanent: true, forbidden: true, reason: 'the address is loopback, private or our own' };
}
