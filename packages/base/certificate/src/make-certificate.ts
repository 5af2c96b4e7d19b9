import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

/**
 * A key and a self-signed certificate for it (X.509 v3, ECDSA P-256), both as PEM, valid for ten years for `commonName`
 * and the other names (host names, or IPv4 addresses). Good for opportunistic TLS, or for a client that pins it.
 */
export function makeCertificate(commonName: string, otherNames: readonly string[] = []): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
  const name = sequence(der(0x31, sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from(commonName)))));
  const now = Date.now();
  const body = sequence(
    der(0xa0, integer(2)),
    // A leading 0x01 keeps the serial number positive.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(now - 86_400_000), utcTime(now + TEN_YEARS_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternativeNames([commonName, ...otherNames]))),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** The extension subjectAltName (RFC 5280 section 4.2.1.6): the only place where today's clients look for names. */
const alternativeNames = (names: readonly string[]): Buffer =>
  sequence(
    oid([0x55, 0x1d, 0x11]),
    der(0x04, sequence(...names.map((name) => (isIPv4(name) ? der(0x87, address(name)) : der(0x82, ascii(name)))))),
  );

/** One element of DER (X.690): tag, length, contents. */
function der(tag: number, contents: Buffer): Buffer {
  const size = contents.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), contents]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const address = (ip: string): Buffer => Buffer.from(ip.split('.').map(Number));
const oid = (bytes: number[]): Buffer => der(0x06, Buffer.from(bytes));
const utcTime = (at: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
