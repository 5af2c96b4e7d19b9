import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { secretId } from './read-config.ts';

export type KeyPurpose = 'session' | 'verp' | 'link' | 'track' | 'dkim' | 'webhook' | 'answer';

/** Sub-keys of `HIKYAKU_SECRET`, one per purpose, by HKDF-SHA-256 (RFC 5869). Old secrets still open and verify. */
export type Keyring = {
  /** Key for HMACs and tokens of this purpose, from the secret in force: 32 bytes. */
  key(purpose: KeyPurpose): Buffer;
  /** The same from every secret, the one in force first: for signatures that `verify` does not know. */
  keys(purpose: KeyPurpose): readonly Buffer[];
  /** Hex HMAC-SHA-256 cut to `length` characters. */
  sign(purpose: KeyPurpose, text: string, length?: number): string;
  /** True when any secret, old ones included, made this signature. Constant time. */
  verify(purpose: KeyPurpose, text: string, signature: string): boolean;
  /** AES-256-GCM; the result is `keyId.base64url(iv + tag + ciphertext)`. */
  seal(purpose: KeyPurpose, clear: string): string;
  /** Throws when no secret opens it. */
  open(purpose: KeyPurpose, sealed: string): string;
};

export function openKeyring(secret: string, oldSecrets: readonly string[] = []): Keyring {
  const derived = new Map<string, Buffer>();
  const keyOf = (from: string, purpose: KeyPurpose): Buffer => {
    const name = `${purpose}:${from}`;
    let key = derived.get(name);
    if (key) return key;
    key = Buffer.from(hkdfSync('sha256', from, 'hikyaku', purpose, 32));
    derived.set(name, key);
    return key;
  };
  const all = [secret, ...oldSecrets];
  const hmac = (from: string, purpose: KeyPurpose, text: string) =>
    createHmac('sha256', keyOf(from, purpose)).update(text).digest('hex');
  return {
    key: (purpose) => keyOf(secret, purpose),
    keys: (purpose) => all.map((from) => keyOf(from, purpose)),
    sign: (purpose, text, length = 64) => hmac(secret, purpose, text).slice(0, length),
    verify: (purpose, text, signature) =>
      signature.length >= 16 &&
      all.some((from) => {
        const wanted = Buffer.from(hmac(from, purpose, text).slice(0, signature.length));
        const got = Buffer.from(signature);
        return wanted.length === got.length && timingSafeEqual(wanted, got);
      }),
    seal(purpose, clear) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), iv);
      const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      return `${secretId(secret)}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(purpose, sealed) {
      const [id, data = ''] = sealed.split('.');
      const from = all.find((candidate) => secretId(candidate) === id);
      if (!from) throw new Error(`sealed with key ${id}, which is not in HIKYAKU_SECRET or HIKYAKU_OLD_SECRETS`);
      const bytes = Buffer.from(data, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', keyOf(from, purpose), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
