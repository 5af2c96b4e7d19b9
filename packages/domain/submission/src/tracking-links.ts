import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Keyring } from '@hikyaku/config';

/**
 * What a tracking link says: whose mail, which content, which of its links. Number 0 is the picture that tells of an
 * opening. `target`: the address itself, when merge values are part of it; else the content knows it.
 */
export type TrackingLink = {
  readonly contentId: number;
  readonly deliveryId: number;
  readonly number: number;
  readonly target?: string;
};

export type TrackingLinks = {
  /**
   * The addresses of one recipient, `<base>/t/<content>.<recipient>.<number>.<signature>`, ids in base 36; a target that
   * stands in the link follows as `?u=` in base64url.
   */
  of(base: string, contentId: number, deliveryId: number): (number: number, target?: string) => string;
  /** The link of this path and `u`; null when we did not sign exactly this. */
  parse(token: string, encodedTarget: string | null): TrackingLink | null;
};

/** Characters of a signature: 96 bits in base64url. */
const SIGNATURE = 16;
/** Signatures that one HMAC-SHA-512 gives: link numbers 0 to 4 share the first, and so on. Nobody can tell one from another. */
const PER_HMAC = 5;
const TOKEN = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.(0|[1-9a-z][0-9a-z]{0,2})\.([\w-]{16})$/;

/**
 * Makes and reads tracking links. Content, recipient, number and, where it stands in the link, the target are signed:
 * no part of a link can be altered to lead elsewhere. One recipient's eight links and picture cost two HMACs.
 */
export function openTrackingLinks(keyring: Keyring): TrackingLinks {
  const keys = keyring.keys('track').map((key) => createSecretKey(key));
  return {
    of(base, contentId, deliveryId) {
      const ids = `${contentId.toString(36)}.${deliveryId.toString(36)}`;
      const blocks: string[] = [];
      return (number, target) => {
        const path = `${base}/t/${ids}.${number.toString(36)}`;
        if (target !== undefined) {
          return `${path}.${signTarget(keys[0]!, ids, number, target)}?u=${Buffer.from(target).toString('base64url')}`;
        }
        const block = Math.floor(number / PER_HMAC);
        blocks[block] ??= signBlock(keys[0]!, ids, block);
        return `${path}.${pick(blocks[block], number)}`;
      };
    },
    parse(token, encodedTarget) {
      const [, content, recipient, place, signature] = TOKEN.exec(token) ?? [];
      if (!content || !recipient || !place || !signature) return null;
      const ids = `${content}.${recipient}`;
      const number = Number.parseInt(place, 36);
      const target = encodedTarget === null ? undefined : Buffer.from(encodedTarget, 'base64url').toString();
      const wanted = (key: KeyObject) =>
        target === undefined
          ? pick(signBlock(key, ids, Math.floor(number / PER_HMAC)), number)
          : signTarget(key, ids, number, target);
      if (!keys.some((key) => timingSafeEqual(Buffer.from(wanted(key)), Buffer.from(signature)))) return null;
      return { contentId: Number.parseInt(content, 36), deliveryId: Number.parseInt(recipient, 36), number, target };
    },
  };
}

const hmac = (key: KeyObject, text: string): string => createHmac('sha512', key).update(text).digest('base64url');
const signBlock = (key: KeyObject, ids: string, block: number): string => hmac(key, `links:${ids}:${block}`);
const signTarget = (key: KeyObject, ids: string, number: number, target: string): string =>
  hmac(key, `target:${ids}:${number}:${target}`).slice(0, SIGNATURE);
const pick = (block: string, number: number): string => {
  const at = (number % PER_HMAC) * SIGNATURE;
  return block.slice(at, at + SIGNATURE);
};
