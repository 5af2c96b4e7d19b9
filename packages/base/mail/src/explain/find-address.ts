const address = /[^\s<>()[\]:;,@"\\'`|]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}/i;

/** The first address in a text, lower case; a carrier's quoted local part as well; null when there is none. */
export function findAddress(text: string): string | null {
  const part = text.slice(0, 2000);
  const quoted = /"[^"\s@]{1,64}"@(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}/i.exec(part);
  const plain = address.exec(part);
  if (quoted && (!plain || quoted.index <= plain.index)) return quoted[0].toLowerCase();
  return plain ? plain[0].toLowerCase() : null;
}

/** The address of a DSN field: `rfc822;a@b`, `rfc/822; <a@b>`, `RFC822; "a..b"@c`, or what stands there. */
export function fieldAddress(value: string | undefined): string | null {
  if (value === undefined) return null;
  const typed = /^[\w/ -]{1,20};\s*(.*)$/.exec(value.trim());
  const text = (typed?.[1] ?? value).trim();
  return findAddress(text) ?? (/^<?[^@\s]+@[^@\s]+$/.test(text) ? text.replace(/^<|>$/g, '').toLowerCase() : null);
}
