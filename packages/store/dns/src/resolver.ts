/** One mail exchanger. Lower preference first (RFC 5321 section 5.1). */
export type MxHost = { readonly exchange: string; readonly preference: number };

/**
 * Where mail for a domain goes.
 * `hosts`: by preference, at most 50. `implicit`: no MX, but an address: the domain is its own host.
 * `null-mx`: takes no mail (RFC 7505). `nxdomain`: no such domain, or a domain without MX and address.
 * `temporary`: nobody could say; never read as "no MX" (RFC 5321 section 5.1).
 */
export type MxAnswer =
  | { readonly kind: 'hosts'; readonly hosts: readonly MxHost[]; readonly ttlSeconds: number }
  | { readonly kind: 'implicit'; readonly hosts: readonly MxHost[]; readonly ttlSeconds: number }
  | { readonly kind: 'null-mx'; readonly ttlSeconds: number }
  | { readonly kind: 'nxdomain'; readonly ttlSeconds: number }
  | { readonly kind: 'temporary'; readonly reason: string };

/** A and AAAA of a host, IPv4 first, at most 50. `permanent`: the name has no address. */
export type AddressAnswer =
  | { readonly ok: true; readonly addresses: readonly string[]; readonly ttlSeconds: number }
  | { readonly ok: false; readonly permanent: boolean; readonly reason: string };

export type Resolver = {
  mx(domain: string): Promise<MxAnswer>;
  addresses(host: string): Promise<AddressAnswer>;
  /** The strings of each TXT record, joined. No such name: none. Throws DnsUnavailable when nobody could say. */
  txt(name: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

/** DNS could not be asked, or gave no usable answer: ask again later. */
export class DnsUnavailable extends Error {
  override name = 'DnsUnavailable';
}

type Values = { MX: MxHost; A: string; AAAA: string; TXT: string };
export type RecordKind = keyof Values;

/** What one question got. `nodata`: the name exists, but has no record of this type. */
export type Reply<V> =
  | { readonly kind: 'found'; readonly values: readonly V[]; readonly ttlSeconds: number }
  | { readonly kind: 'nodata' | 'nxdomain'; readonly ttlSeconds: number }
  | { readonly kind: 'temporary'; readonly reason: string };

/** Asks one question. Names come in lower case as A-labels, without a dot at the end. */
export type Lookup = <K extends RecordKind>(name: string, type: K) => Promise<Reply<Values[K]>>;
