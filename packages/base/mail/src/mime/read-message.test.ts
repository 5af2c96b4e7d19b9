import { expect, test } from 'vitest';
import { readMessage } from './read-message.ts';

const raw = (lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');

test('a Japanese mail is read, its own pictures stay inside it', async () => {
  const mail = await readMessage(
    raw([
      'From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <yamada@a.example>',
      'To: news@b.example',
      'Subject: =?UTF-8?B?44GK54Gj5LqL?=',
      'Message-ID: <1@a.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=x',
      '',
      '--x',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>hi <img src="cid:pic@a"></p>',
      '--x',
      'Content-Type: image/png',
      'Content-ID: <pic@a>',
      'Content-Disposition: inline',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw0KGgo=',
      '--x--',
      '',
    ]),
  );
  expect(mail.from).toBe('山田 <yamada@a.example>');
  expect(mail.messageId).toBe('<1@a.example>');
  expect(mail.html).toContain('<img src="data:image/png;base64,iVBORw0KGgo=">');
  expect(mail.attachments).toEqual([]);
});

test('bytes that are no message give an empty one', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from([0, 255, 254, 13, 10]), Buffer.from('no header at all')]) {
    expect(await readMessage(bytes)).toMatchObject({ from: '', attachments: [] });
  }
});
