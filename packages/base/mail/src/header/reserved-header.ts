const reserved = new Set([
  'from',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-length',
  'return-path',
  'received',
  'dkim-signature',
]);

/** True for a field that the platform writes itself, once, or that only a mail server may write. */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name.toLowerCase());
}

/** True for a legal field name (RFC 5322 3.6.8) of a reasonable length. */
export function isHeaderName(name: string): boolean {
  return name.length <= 76 && /^[!-9;-~]+$/.test(name);
}
