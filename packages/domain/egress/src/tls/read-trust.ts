import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** Whose certificates are believed: Node's authorities and those of a file. Both undefined: Node's alone. */
export type Trust = { readonly ca?: string[]; readonly context?: SecureContext };

/** Reads a PEM file of further authorities. Throws when it cannot be read, or is none. */
export function readTrust(caFile: string | undefined): Trust {
  if (caFile === undefined) return {};
  const ca = [...rootCertificates, readFileSync(caFile, 'utf8')];
  // Made once: reading some 150 certificates for every connection would cost milliseconds.
  return { ca, context: createSecureContext({ ca }) };
}
