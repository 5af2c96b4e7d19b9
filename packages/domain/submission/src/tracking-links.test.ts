import { openKeyring } from '@hikyaku/config';
import { expect, test } from 'vitest';
import { openTrackingLinks } from './tracking-links.ts';

const links = openTrackingLinks(openKeyring('a'.repeat(64)));
const urlOf = links.of('http://127.0.0.1:3000', 7, 79_164_837_199_901);
const read = (url: string, by = links) => {
  const { pathname, searchParams } = new URL(url);
  return by.parse(pathname.slice('/t/'.length), searchParams.get('u'));
};

test('a link says whose it is and which one', () => {
  for (const number of [0, 1, 4, 5, 9, 46_655]) {
    expect(read(urlOf(number))).toEqual({ contentId: 7, deliveryId: 79_164_837_199_901, number, target: undefined });
  }
  const target = 'https://a.example/?n=%E5%B1%B1&x=1#y';
  expect(read(urlOf(3, target))).toEqual({ contentId: 7, deliveryId: 79_164_837_199_901, number: 3, target });
});

test('no character of a link can be altered', () => {
  for (const url of [urlOf(0), urlOf(8), urlOf(8, 'https://a.example/?x=1')]) {
    const from = url.indexOf('/t/') + 3;
    for (let at = from; at < url.length; at += 1) {
      for (const character of ['0', '1', 'z', 'A', '.', '_']) {
        const altered = url.slice(0, at) + character + url.slice(at + 1);
        if (altered !== url && !sameTarget(altered, url)) expect(read(altered), altered).toBeNull();
      }
    }
  }
});

/** The last character of base64url has bits that mean nothing. */
const sameTarget = (one: string, other: string) => {
  const bytes = (url: string) => Buffer.from(new URL(url).searchParams.get('u') ?? '', 'base64url').toString('hex');
  return new URL(one).pathname === new URL(other).pathname && one.includes('?u=') && bytes(one) === bytes(other);
};

test('a signature holds for its own link, recipient, content, target and secret', () => {
  const [, , , signature] = urlOf(1).split('.').slice(-4);
  const token = (text: string) => links.parse(`${text}.${signature}`, null);
  const ids = `7.${(79_164_837_199_901).toString(36)}`;
  expect(token(`${ids}.1`)).not.toBeNull();
  for (const other of [`${ids}.0`, `${ids}.2`, `${ids}.6`, `${ids}.01`, `8.${ids.slice(2)}.1`, `7.1.1`]) {
    expect(token(other), other).toBeNull();
  }
  const evil = Buffer.from('https://evil.example/').toString('base64url');
  expect(read(`${urlOf(1)}?u=${evil}`)).toBeNull();
  expect(read(urlOf(1, 'https://a.example/').replace(/u=.*/, `u=${evil}`))).toBeNull();
  expect(read(urlOf(1, 'https://a.example/').replace(/\?.*/, ''))).toBeNull();
  expect(read(urlOf(1), openTrackingLinks(openKeyring('b'.repeat(64))))).toBeNull();
});

test('links of an old secret lead on', () => {
  const now = openTrackingLinks(openKeyring('b'.repeat(64), ['a'.repeat(64)]));
  expect(read(urlOf(2), now)).toMatchObject({ number: 2 });
  expect(read(urlOf(2, 'https://a.example/'), now)).toMatchObject({ target: 'https://a.example/' });
});

test.each([
  '',
  'x',
  '7.1.1',
  '7.1.1.short',
  '..../....',
  '7.1.1.aaaaaaaaaaaaaaaaa',
  '7.1.1.あああああああああああああああああ',
])('what is no link is none: %j', (token) => expect(links.parse(token, null)).toBeNull());
