import type { Resolver } from './resolver.ts';

/** Whether a name leads to an address of `host`, by CNAME or by records of its own. Null when nobody could say. */
export async function leadsTo(resolver: Resolver, name: string, host: string): Promise<boolean | null> {
  const [ours, its] = await Promise.all([resolver.addresses(host), resolver.addresses(name)]);
  if (!ours.ok || (!its.ok && !its.permanent)) return null;
  return its.ok && its.addresses.some((address) => ours.addresses.includes(address));
}
