import { createPrivateKey } from 'node:crypto';
import { fixedResolver, type Resolver } from '@hikyaku/dns';
import { dkimSigner, generateDkimKey, signDkim } from '@hikyaku/mail';
import { expect, test } from 'vitest';
import { authenticateMail } from './authenticate-mail.ts';

const { privateKeyPem, publicKeyDns } = generateDkimKey();
const signer = dkimSigner({
  domain: 'one.example',
  selector: 's1',
  key: createPrivateKey(privateKeyPem),
  signedAt: new Date(1_700_000_000_000),
});
const zone = {
  'one.example': { txt: ['v=spf1 a:mx.one.example -all'] },
  'mx.one.example': { a: ['192.0.2.7'] },
  's1._domainkey.one.example': { txt: [publicKeyDns] },
  '_dmarc.one.example': { txt: ['v=DMARC1; p=reject'] },
};
const platformDomain = 'hikyaku.test';
const check = (raw: Buffer, resolver: Resolver = fixedResolver(zone), withinMs?: number) =>
  authenticateMail({ platformDomain, resolver, withinMs })(raw);

const message = Buffer.from('From: A <a@one.example>\r\nTo: b@two.test\r\nSubject: x\r\nDate: x\r\n\r\nhello\r\n');
const trace = (address: string, by = platformDomain) =>
  `Return-Path: <a@one.example>\r\nReceived: from mx.one.example ([${address}])\r\n by ${by} with ESMTP id x for <b@two.test>; now\r\n`;
const signed = async (top: string, mail = message) =>
  Buffer.concat([Buffer.from(top + (await signDkim(signer, mail))), mail]);

test('a signed mail from a host that its domain names passes everything', async () => {
  const found = await check(await signed(trace('192.0.2.7')));
  expect(found).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass', arc: 'none' });
  expect(found.detail).toMatchObject({
    spf: { domain: 'one.example', client: '192.0.2.7' },
    dkim: [{ domain: 'one.example', selector: 's1', result: 'pass' }],
  });
});

test('a host that its domain does not name fails SPF and, unsigned, DMARC', async () => {
  const unsigned = Buffer.concat([Buffer.from(trace('198.51.100.1')), message]);
  expect(await check(unsigned)).toMatchObject({ spf: 'fail', dkim: 'none', dmarc: 'fail' });
});

test('a changed body breaks the signature', async () => {
  const raw = await signed(trace('198.51.100.1'));
  const changed = Buffer.from(raw.toString().replace('hello', 'hallo'));
  expect(await check(changed)).toMatchObject({ dkim: expect.stringMatching(/fail|neutral/), dmarc: 'fail' });
});

test('a trace that is not ours proves nothing', async () => {
  expect(await check(await signed(trace('192.0.2.7', 'elsewhere.example')))).toMatchObject({
    spf: 'none',
    dkim: 'pass',
  });
  const below = Buffer.concat([Buffer.from('Received: by hikyaku.test; now\r\n'), await signed(trace('192.0.2.7'))]);
  expect(await check(below)).toMatchObject({ spf: 'none' });
});

test('a domain that says nothing about itself is none', async () => {
  const raw = Buffer.concat([Buffer.from(trace('192.0.2.7')), message]);
  expect(await check(raw, fixedResolver({}))).toMatchObject({ spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none' });
});

test('what DNS does not answer is temperror: at once, or when the time is over', async () => {
  const raw = await signed(trace('192.0.2.7'));
  const broken = Object.fromEntries(Object.keys(zone).map((name) => [name, { temporary: 'SERVFAIL' }]));
  expect(await check(raw, fixedResolver(broken))).toMatchObject({ spf: 'temperror', dkim: 'temperror' });
  const silent = () => new Promise<never>(() => {});
  const never: Resolver = { mx: silent, addresses: silent, txt: silent, close: async () => {} };
  expect(await check(raw, never, 20)).toMatchObject({
    spf: 'temperror',
    dkim: 'temperror',
    dmarc: 'temperror',
    arc: 'temperror',
  });
});

test('a name that nobody answered for is not asked again by the next mail', async () => {
  let asked = 0;
  const silent = fixedResolver({});
  const unavailable = async () => {
    asked += 1;
    throw Object.assign(new Error('no answer'), { name: 'DnsUnavailable' });
  };
  const verdict = authenticateMail({ platformDomain, resolver: { ...silent, txt: unavailable } });
  const raw = await signed(trace('192.0.2.7'));
  expect(await verdict(raw)).toMatchObject({ spf: 'temperror', dkim: 'temperror' });
  const before = asked;
  expect(await verdict(raw)).toMatchObject({ spf: 'temperror', dkim: 'temperror' });
  expect(asked).toBe(before);
});

test('a mail with a thousand signatures costs no look-up', async () => {
  let asked = 0;
  const counting: Resolver = {
    ...fixedResolver(zone),
    txt: async () => {
      asked += 1;
      return [];
    },
  };
  const one = await signDkim(signer, message);
  const raw = Buffer.concat([Buffer.from(trace('192.0.2.7') + one.repeat(900)), message]);
  expect(await check(raw, counting)).toMatchObject({ dkim: 'permerror' });
  expect(asked).toBe(0);
});

test.each([
  '',
  '\r\n',
  'no header at all',
  'From: <<>>@@\r\nDKIM-Signature: v=1; a=; b=\r\nARC-Seal: i=x\r\n\r\nx',
  '\u0000'.repeat(500),
])('bytes that are no mail are answered: %j', async (text) => {
  const found = await check(Buffer.from(text));
  expect(Object.keys(found).sort()).toEqual(['arc', 'detail', 'dkim', 'dmarc', 'spf']);
});
