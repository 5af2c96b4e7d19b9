import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { expect, test } from 'vitest';
import { refuseBareLines } from './refuse-bare-lines.ts';

/** What a parser makes of these packets: commands, the content of messages, and refusals, in order. */
async function parse(...packets: string[]): Promise<string[]> {
  const seen: string[] = [];
  const parser = new SMTPStream();
  parser.oncommand = (command, callback) => {
    seen.push(`command ${command}`);
    if (command.toString() === 'DATA') {
      const content = parser.startDataMode();
      let text = '';
      content.on('data', (chunk) => {
        text += chunk;
      });
      content.on('end', () => {
        seen.push(`content ${JSON.stringify(text)}`);
        parser.continue();
      });
    }
    callback?.();
  };
  refuseBareLines(parser, () => {
    seen.push('refused');
    parser.isClosed = true;
  });
  for (const packet of packets) {
    await new Promise<void>((resolve, reject) => {
      parser.write(Buffer.from(packet), (error) => (error ? reject(error) : resolve()));
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  return seen;
}

test('command lines end with CRLF, wherever packets are cut', async () => {
  expect(await parse('EHLO a\r\nNO', 'OP\r', '\nQUIT\r\n')).toEqual(['command EHLO a', 'command NOOP', 'command QUIT']);
});

test.each([['NOOP\nQUIT\r\n'], ['NOOP', '\nQUIT\r\n'], ['\nQUIT\r\n'], ['NOOP\r\n\nQUIT\r\n']])(
  'a bare LF is refused and nothing behind it is heard: %j',
  async (...packets) => {
    const seen = await parse(...packets);
    expect(seen.at(-1)).toBe('refused');
    expect(seen).not.toContain('command QUIT');
  },
);

test('the content of a message passes as it is, in one packet with its command or cut anywhere', async () => {
  const whole = 'DATA\r\na\nb\r\n.\nc\r\n..d\r\n.\r\nNOOP\r\n';
  const wanted = ['command DATA', `content ${JSON.stringify('a\nb\r\n.\nc\r\n.d\r\n')}`, 'command NOOP'];
  expect(await parse(whole)).toEqual(wanted);
  for (let at = 1; at < whole.length; at++) {
    expect(await parse(whole.slice(0, at), whole.slice(at))).toEqual(wanted);
  }
});

test('ten thousand commands in one packet fill no stack', async () => {
  expect(await parse('NOOP\r\n'.repeat(10_000))).toHaveLength(10_000);
});
