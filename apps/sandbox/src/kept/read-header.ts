/** No header of an honest message is longer. */
const MOST_HEADER_BYTES = 262_144;

/** The first field of this name (lower case), unfolded (RFC 5322 section 2.2.3), as UTF-8. Undefined when there is none. */
export function readHeader(raw: Buffer, name: string): string | undefined {
  const end = raw.indexOf('\r\n\r\n');
  const header = `\r\n${raw.toString('utf8', 0, Math.min(end < 0 ? raw.length : end, MOST_HEADER_BYTES))}`;
  const at = header.toLowerCase().indexOf(`\r\n${name}:`);
  if (at < 0) return undefined;
  const rest = header.slice(at + name.length + 3);
  const close = rest.search(/\r\n(?![ \t])/);
  return (close < 0 ? rest : rest.slice(0, close)).replace(/\r\n/g, '').trim();
}

/** The first address in a From or Reply-To value, bare. */
export function readAddress(value: string): string | undefined {
  return /<([^<>\s]+@[^<>\s]+)>/.exec(value)?.[1] ?? /[^\s<>,;:"]+@[^\s<>,;:"]+/.exec(value)?.[0];
}
