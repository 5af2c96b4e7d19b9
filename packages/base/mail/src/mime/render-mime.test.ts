import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { compileMime, type MimeHead } from './compile-mime.ts';
import { decodeQuotedPrintable } from './decode-quoted-printable.ts';
import { encodeBase64Lines, encodeQuotedPrintable } from './encode-body.ts';
import { type MimeValues, renderMime } from './render-mime.ts';

const head: MimeHead = {
  from: { name: '飛脚', address: 'news@example.jp' },
  hasHtml: true,
  hasText: true,
  boundarySeed: 's',
};
const values: MimeValues = {
  to: { name: '髙﨑 花子', address: 'a@example.com' },
  subject: '秋のお知らせ',
  html: '<p>こんにちは ①㈱</p>',
  text: 'こんにちは\n.\nFrom here\n',
  date: new Date(0),
  messageId: '<1.abc@example.jp>',
};
const render = (more: Partial<MimeHead> = {}, other: Partial<MimeValues> = {}) =>
  renderMime(compileMime({ ...head, ...more }), { ...values, ...other });

describe('a rendered message', () => {
  it('is read by another program as it was meant', async () => {
    const mail = await PostalMime.parse(
      render({
        replyTo: { address: 'r@example.jp' },
        attachments: [
          {
            filename: '請求書 2024年10月分（株式会社サンプル御中）最終版.pdf',
            contentType: 'application/pdf',
            content: Buffer.from('%PDF-1'),
          },
          { filename: 'logo.png', contentType: 'image/png', contentId: 'logo', content: Buffer.alloc(200, 7) },
        ],
      }),
    );
    expect(mail.subject).toBe('秋のお知らせ');
    expect(mail.from).toMatchObject({ name: '飛脚', address: 'news@example.jp' });
    expect(mail.to).toMatchObject([{ name: '髙﨑 花子', address: 'a@example.com' }]);
    expect(mail.messageId).toBe('<1.abc@example.jp>');
    expect(mail.html?.trim()).toBe('<p>こんにちは ①㈱</p>');
    expect(mail.text?.trim()).toBe('こんにちは\r\n.\r\nFrom here');
    const files = mail.attachments.map((one) => [one.filename, one.contentId ?? null, one.disposition]);
    expect(files).toContainEqual(['請求書 2024年10月分（株式会社サンプル御中）最終版.pdf', null, 'attachment']);
    expect(files).toContainEqual(['logo.png', '<logo>', 'inline']);
  });

  it('is the same bytes for the same inputs', () => {
    expect(render().equals(render())).toBe(true);
  });

  it.each([
    ['HTML alone', { hasText: false }],
    ['text alone', { hasHtml: false }],
    ['both', {}],
    [
      'a file without text',
      {
        hasHtml: false,
        hasText: false,
        attachments: [{ filename: 'a.txt', contentType: 'bad', content: Buffer.from('x') }],
      },
    ],
  ])('with %s has CRLF only, short lines and one of each field', (_what, more) => {
    const text = render(more, { html: `<p>${'あ'.repeat(500)}</p>\r\n${'x'.repeat(5000)}`, text: 'a\rb\nc' }).toString(
      'latin1',
    );
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    for (const name of ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version']) {
      expect(text.match(new RegExp(`^${name}:`, 'gim')), name).toHaveLength(1);
    }
    expect(text.split('\r\n\r\n')[0]!.match(/^Content-Type:/gm)).toHaveLength(1);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('takes no field of its own from a sender, and no line break', () => {
    const text = render(
      {
        extraHeaders: [
          ['Date', 'yesterday'],
          ['X-A', 'one\r\nX-Evil: 1'],
        ],
      },
      {
        subject: 'x\r\nBcc: evil@example.com',
        headers: [
          ['From', 'evil@example.com'],
          ['bcc', 'x'],
          ['X-B', '日本'],
        ],
      },
    ).toString('latin1');
    expect(text).not.toMatch(/^(?:X-Evil|Bcc|Date: yesterday|From: evil)/im);
    expect(text).toContain('X-B: =?UTF-8?B?5pel5pys?=\r\n');
  });

  it('says nothing of recipients that it does not name', () => {
    expect(render({}, { to: [] }).toString()).toContain('To: undisclosed-recipients:;\r\n');
  });
});

describe('a body on the wire', () => {
  it('comes back from quoted-printable and base64, in lines of at most 76', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const clean = text.replaceAll('\r', '\n');
        const bytes = Buffer.from(clean, 'utf8');
        const quoted = encodeQuotedPrintable(bytes);
        const lines = quoted.toString('latin1').split('\r\n');
        expect(lines.filter((line) => line.length > 76 || /[ \t]$|^\.|^From /.test(line))).toEqual([]);
        const back = decodeQuotedPrintable(quoted).toString('utf8').replaceAll('\r\n', '\n');
        expect(back === clean || back === `${clean}\n`).toBe(true);
        expect(Buffer.from(encodeBase64Lines(bytes).toString('latin1'), 'base64').equals(bytes)).toBe(true);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it('of broken quoted-printable is read as far as it goes', () => {
    expect(decodeQuotedPrintable(Buffer.from('a=3Db=zz=\r\nc=  \nd=')).toString()).toBe('a=b=zzcd=');
  });
});
