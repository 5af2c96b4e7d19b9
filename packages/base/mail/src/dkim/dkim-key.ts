import { createPublicKey, generateKeyPairSync } from 'node:crypto';

export type DkimKey = {
  /** PKCS #8. */
  readonly privateKeyPem: string;
  /** The TXT record of `<selector>._domainkey.<domain>` (RFC 6376 3.6.1). */
  readonly publicKeyDns: string;
};

/** A new RSA-2048 key pair. Takes some 100 ms of the thread that calls. */
export function generateDkimKey(): DkimKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKeyPem, publicKeyDns: formatDkimRecord(privateKeyPem) };
}

/** The DNS record of a private key: a key made elsewhere can be published as well. */
export function formatDkimRecord(privateKeyPem: string): string {
  const spki = createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
}
