import { describe, expect, it } from 'vitest';
import { canonicalAddress, domainOf } from './canonical-address.ts';
import { isDomainName, toALabel } from './domain-name.ts';
import { parseAddress } from './parse-address.ts';

const accepted = (text: string) => {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.address;
};
const refused = (text: string) => {
  const parsed = parseAddress(text);
  return parsed.ok ? 'accepted' : parsed.reason;
};

describe('an address', () => {
  it.each([
    ['a@example.com', 'a', 'example.com', undefined],
    ['  A.b+c@Example.COM ', 'A.b+c', 'example.com', undefined],
    ['山田 太郎 <taro@例え.jp>', 'taro', 'xn--r8jz45g.jp', '山田 太郎'],
    ['"Doe, \\"Jane\\"" <j@example.com>', 'j', 'example.com', 'Doe, "Jane"'],
    ['=?UTF-8?B?5bGx55Sw?= <y@example.com>', 'y', 'example.com', '山田'],
    ['<a@example.com>', 'a', 'example.com', undefined],
    ['=?UTF-8?B?eA0KQmNjOiB5?= <a@example.com>', 'a', 'example.com', 'x Bcc: y'],
  ])('is read from %s', (text, local, domain, name) => {
    expect(accepted(text)).toMatchObject({ local, domain });
    expect(accepted(text).name).toBe(name);
  });

  it.each(['a..b@docomo.ne.jp', 'abc.@ezweb.ne.jp', '.abc@softbank.ne.jp', '"a..b"@docomo.ne.jp', '用户@例子.中国'])(
    'of a real person stays reachable: %s',
    (text) => expect(accepted(text).spelling).toBe(text),
  );

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['a', 'no_at_sign'],
    ['a@b', 'bad_domain'],
    ['a@exa mple.com', 'bad_domain'],
    ['a b@example.com', 'bad_local_part'],
    ['a\u3000b@example.com', 'bad_local_part'],
    ['a@example.com, b@example.com', 'bad_local_part'],
    ['a@[192.0.2.1]', 'bad_domain'],
    ['a@192.0.2.1', 'bad_domain'],
    ['a@-example.com', 'bad_domain'],
    ['a@example..com', 'bad_domain'],
    ['a@%65xample.com', 'bad_domain'],
    ['@example.com', 'bad_local_part'],
    ['a@example.com\r\nBcc: b@example.com', 'control_character'],
    ['a\0@example.com', 'control_character'],
    ['a@example.com\n', 'control_character'],
    ['x <y> <a@example.com>', 'bad_display_name'],
    [`${'a'.repeat(65)}@example.com`, 'too_long'],
    [`${'あ'.repeat(22)}@example.com`, 'too_long'],
    [`a@${`${'b'.repeat(60)}.`.repeat(4)}example.com`, 'too_long'],
  ])('is refused with a reason: %j', (text, reason) => expect(refused(text)).toBe(reason));
});

describe('two spellings are one person', () => {
  it('by case and by domain form', () => {
    expect(canonicalAddress('Taro@例え.JP')).toBe('taro@xn--r8jz45g.jp');
    expect(canonicalAddress('TARO@XN--R8JZ45G.jp')).toBe('taro@xn--r8jz45g.jp');
    expect(domainOf('taro@xn--r8jz45g.jp')).toBe('xn--r8jz45g.jp');
  });
});

describe('a domain name', () => {
  it('has an A-label or none', () => {
    expect(toALabel('EXAMPLE.com')).toBe('example.com');
    expect(toALabel('例え。jp')).toBe('xn--r8jz45g.jp');
    for (const bad of ['', 'a..b', 'a/b.com', '1.2.3.4', 'a.123', 'x_y.com', 'a:b', `${'a'.repeat(64)}.com`]) {
      expect(toALabel(bad), bad).toBeNull();
    }
    expect(isDomainName('localhost')).toBe(false);
    expect(isDomainName('mail.example.co.jp')).toBe(true);
  });
});
