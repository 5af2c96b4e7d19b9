const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A value of an attribute with its character references resolved; null when it has one that is not known here. */
export function decodeAttribute(value: string): string | null {
  if (!value.includes('&')) return value;
  let known = true;
  const decoded = value.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]*));/g,
    (all, dec, hex, name) => {
      const code = dec ? Number(dec) : hex ? Number.parseInt(hex, 16) : -1;
      const character = name ? NAMED[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      if (character === undefined) known = false;
      return character ?? all;
    },
  );
  return known ? decoded : null;
}
