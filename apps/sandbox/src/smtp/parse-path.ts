export type Path = {
  /** The address as given, without brackets; empty for the null sender. */
  readonly address: string;
  readonly localPart: string;
  /** Lower case. */
  readonly domain: string;
  readonly parameters: string;
};

const PATH = /^(?:MAIL FROM|RCPT TO): ?<((?:"(?:[^"\\]|\\.)*"|[^">])*)>(?: (.*))?$/i;

/** Reads the argument of MAIL or RCPT (RFC 5321 section 4.1.2). Undefined when it is none. */
export function parsePath(line: string): Path | undefined {
  const parts = PATH.exec(line);
  if (!parts) return undefined;
  const address = parts[1] as string;
  const at = address.lastIndexOf('@');
  if (address !== '' && (at < 1 || at === address.length - 1 || /[\x00-\x1f\x7f]/.test(address))) return undefined;
  return {
    address,
    localPart: address.slice(0, Math.max(0, at)),
    domain: address.slice(at + 1).toLowerCase(),
    parameters: (parts[2] ?? '').toUpperCase(),
  };
}
