import { createHash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` random characters of base 62: 40 of them carry 238 bits. */
export const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** What is stored of a secret. It is random and long, so that a slow hash would add nothing. */
export const sha256 = (secret: string): Buffer => createHash('sha256').update(secret).digest();
