import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatReturnPath, formatUnsubscribeAddress, parseReturnPath, parseUnsubscribeAddress } from './return-path.ts';

const sign = (text: string) => createHmac('sha256', 'secret').update(text).digest('hex');
const verify = (text: string, signature: string) => signature.length >= 16 && sign(text).startsWith(signature);

describe('a return path', () => {
  it.each([1, 35, 36, 123_456_789, Number.MAX_SAFE_INTEGER])('comes back to recipient %d', (id) => {
    const path = formatReturnPath({ id, domain: 'b.example.jp', sign });
    expect(path.split('@')[0]!.length).toBeLessThanOrEqual(64);
    expect(parseReturnPath(path, verify)).toEqual({ id });
    expect(parseReturnPath(path.toUpperCase(), verify)).toEqual({ id });
    expect(parseReturnPath(`<${path}>`, verify)).toEqual({ id });
  });

  it('cannot be forged, reused for another recipient or taken for an unsubscribe address', () => {
    const path = formatReturnPath({ id: 7, domain: 'b.example.jp', sign });
    expect(parseReturnPath(path.replace('+7.', '+8.'), verify)).toBeNull();
    expect(parseReturnPath(path.replace('+7.', '+07.'), verify)).toBeNull();
    expect(parseReturnPath(path.replace(/.@/, '@').replace(/\.[0-9a-f]+@/, '.0000000000000000@'), verify)).toBeNull();
    expect(parseReturnPath(path.replace(/\.([0-9a-f]{8})[0-9a-f]+@/, '.$1@'), verify)).toBeNull();
    expect(parseUnsubscribeAddress(path.replace('b+', 'u+'), verify)).toBeNull();
    expect(parseReturnPath('postmaster@b.example.jp', verify)).toBeNull();
  });

  it('has a sister for unsubscribing by mail', () => {
    const address = formatUnsubscribeAddress({ id: 7, domain: 'b.example.jp', sign });
    expect(parseUnsubscribeAddress(address, verify)).toEqual({ id: 7 });
    expect(parseReturnPath(address, verify)).toBeNull();
  });
});
