import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Networks that are not the public internet: the IANA special-purpose registries (RFC 6890), multicast and 6to4. */
const FOUR = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const SIX = [
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];
const notPublic = blockList(FOUR, SIX);
const onLoopback = blockList(['127.0.0.0/8'], ['::1/128']);

/**
 * True for an address that neither an MX nor a webhook may name: loopback, private, link-local, reserved, or one of
 * this machine's own; also when it hides in IPv6 (mapped, NAT64). True for text that is no address.
 * With `allowLoopback` (the sandbox) loopback passes, and nothing else does.
 */
export function isForbiddenAddress(ip: string, options: { readonly allowLoopback?: boolean } = {}): boolean {
  const address = unwrap(ip);
  if (address === undefined) return true;
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (options.allowLoopback) return !onLoopback.check(address, family);
  if (notPublic.check(address, family)) return true;
  return Object.values(networkInterfaces()).some((cards) => cards?.some((card) => card.address === address));
}

/** The IPv4 address inside a mapped (RFC 4291) or NAT64 (RFC 6052) one, else the address in its shortest form. */
function unwrap(ip: string): string | undefined {
  const bare = ip.split('%', 1)[0] as string;
  if (!isIP(bare)) return undefined;
  if (isIPv4(bare)) return bare;
  const shortest = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const inside = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(shortest);
  if (!inside) return shortest;
  const [high, low] = [inside[1] ?? '0', inside[2] as string].map((part) => Number.parseInt(part, 16)) as [
    number,
    number,
  ];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function blockList(four: readonly string[], six: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [family, nets] of [
    ['ipv4', four],
    ['ipv6', six],
  ] as const) {
    for (const net of nets) {
      const [address, bits] = net.split('/') as [string, string];
      list.addSubnet(address, Number(bits), family);
    }
  }
  return list;
}
