import { readHeaders } from '@hikyaku/mail';

export type Trace = { readonly mailFrom: string; readonly helo: string | undefined; readonly address: string };

/** What our own fields on top of a kept mail say of its session (`formatTrace`); undefined when they are not ours. */
export function readTrace(raw: Buffer, platformDomain: string): Trace | undefined {
  const [path, hop] = readHeaders(raw.subarray(0, 4_096));
  if (path?.[0] !== 'Return-Path' || hop?.[0] !== 'Received') return undefined;
  const read = /^from (\S+) \(\[(?:IPv6:)?([0-9a-f:.]+)\]\) by (\S+) with /.exec(hop[1].replace(/\s+/g, ' '));
  if (!read || read[3] !== platformDomain) return undefined;
  const [, name, address] = read;
  return { mailFrom: path[1].replace(/^<|>$/g, ''), helo: name === 'unknown' ? undefined : name, address: address! };
}
