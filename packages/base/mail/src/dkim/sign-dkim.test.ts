import { createPrivateKey } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { compileMime } from '../mime/compile-mime.ts';
import { renderMime } from '../mime/render-mime.ts';
import { formatDkimRecord, generateDkimKey } from './dkim-key.ts';
import { dkimSigner, signDkim } from './sign-dkim.ts';

const { privateKeyPem, publicKeyDns } = generateDkimKey();
const signer = dkimSigner({
  domain: 'example.jp',
  selector: 's1',
  key: createPrivateKey(privateKeyPem),
  signedAt: new Date(1_700_000_000_000),
});

async function verdict(message: Buffer): Promise<string> {
  const signature = await signDkim(signer, message);
  const { results } = await dkimVerify(Buffer.concat([Buffer.from(signature), message]), {
    resolver: async () => [[publicKeyDns]],
  });
  return results[0]!.status.result;
}

describe('a DKIM signature verifies elsewhere', () => {
  it('for Japanese subject, names and both bodies, with an attachment and List-Unsubscribe', async () => {
    const compiled = compileMime({
      from: { name: '飛脚サポート', address: 'news@example.jp' },
      replyTo: { address: 'reply@example.jp' },
      extraHeaders: [['Feedback-ID', 'c1:t1:bulk:hikyaku']],
      hasHtml: true,
      hasText: true,
      boundarySeed: 'campaign-1',
      attachments: [{ filename: '請求書.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') }],
    });
    const message = renderMime(compiled, {
      to: { name: '髙﨑 ㈱①', address: 'a@example.com' },
      subject: '【重要】秋のお知らせ 🍁 とても長い件名はどこかで折り返されなければならないのです',
      html: '<p>こんにちは</p>\n  <p>two  blanks \t</p>  \n\n\n',
      text: 'こんにちは\n.\n',
      date: new Date(0),
      messageId: '1@example.jp',
      headers: [
        ['List-Unsubscribe', '<mailto:u@example.jp>, <https://example.jp/u/1>'],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ],
    });
    expect(await verdict(message)).toBe('pass');
  });

  const head =
    'From: a@example.jp\r\nTo: b@example.com\r\nSubject: Hi  there\t!\r\n folded\r\nDate: x\r\nMessage-ID: <1@x>\r\n';
  it.each([
    ['only the empty line', '\r\n'],
    ['empty lines', '\r\n\r\n\r\n'],
    ['no last line end', '\r\nhello'],
    ['blanks before no last line end', '\r\nhello \t'],
    ['blanks inside and at line ends', '\r\na  b\t c \r\n  d\r\n \r\n\t\r\n'],
    ['many last lines', '\r\nhello\r\n\r\n\r\n'],
    ['8-bit bytes', '\r\n\xff\xfe caf\xe9\r\n'],
    ['lines of dots', '\r\n.\r\n..\r\n'],
  ])('for a raw message with %s', async (_what, rest) => {
    expect(await verdict(Buffer.from(head + rest, 'latin1'))).toBe('pass');
  });

  it('for what an ordinary mail program composes', async () => {
    const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
    const { message } = await transport.sendMail({
      from: '山田商店 <shop@example.jp>',
      to: '"Doe, Jane" <jane@example.com>',
      cc: 'cc@example.com',
      subject: '秋の新作のお知らせ 🍁 長い件名は折り返されます、どこかで必ず折り返されるはずです',
      text: 'こんにちは  \n\n  two  blanks\n\n\n',
      html: '<p>こんにちは</p>',
      attachments: [{ filename: '請求書.txt', content: '合計' }],
    });
    expect(await verdict(message as Buffer)).toBe('pass');
  });

  it('for repeated header fields', async () => {
    expect(await verdict(Buffer.from(`Cc: one@example.com\r\n${head}cc: two@example.com\r\n\r\nx\r\n`))).toBe('pass');
  });
});

describe('a DKIM signature', () => {
  const message = Buffer.from(
    'From: a@example.jp\r\nSubject: x\r\nCFBL-Address: f@example.jp\r\nX-Other: y\r\n\r\nx\r\n',
  );

  it('names what it covers, oversigns From and Subject, and is the same each time', async () => {
    const once = await signDkim(signer, message);
    expect(await signDkim(signer, message)).toBe(once);
    expect(once).toContain('h=from:from:subject:subject:cfbl-address;');
    expect(once).toContain(' t=1700000000;');
    for (const line of once.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it('fails when a second From is put on top', async () => {
    const signature = await signDkim(signer, message);
    const { results } = await dkimVerify(
      Buffer.concat([Buffer.from(`From: evil@example.org\r\n${signature}`), message]),
      { resolver: async () => [[publicKeyDns]] },
    );
    expect(results[0]!.status.result).not.toBe('pass');
  });

  it('can publish a key that was made elsewhere', () => {
    expect(formatDkimRecord(privateKeyPem)).toBe(publicKeyDns);
    expect(publicKeyDns).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]+=*$/);
  });
});
