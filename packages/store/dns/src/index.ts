export { type FixedName, fixedResolver } from './fixed-resolver.ts';
export { isForbiddenAddress } from './is-forbidden-address.ts';
export { leadsTo } from './leads-to.ts';
export { openResolver, type ResolverOptions } from './open-resolver.ts';
export { resolveTarget, type Target } from './resolve-target.ts';
export { type AddressAnswer, DnsUnavailable, type MxAnswer, type MxHost, type Resolver } from './resolver.ts';
