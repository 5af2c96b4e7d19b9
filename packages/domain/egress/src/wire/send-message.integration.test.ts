import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openSession } from './open-session.ts';
import { sendMessage } from './send-message.ts';

/** A receiver that takes everything, and keeps what it was told. */
async function openReceiver() {
  let heard = '';
  const server = createServer((socket) => {
    socket.write('220 mx.test\r\n');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk;
      for (const line of String(chunk).split('\r\n').slice(0, -1)) {
        if (/^DATA$/.test(line)) socket.write('354 go on\r\n');
        else if (/^(EHLO|MAIL|RCPT|\.$)/.test(line)) socket.write('250 ok\r\n');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, heard: () => heard, close: () => server.close() };
}

test.each([
  [true, 'replied', true],
  [false, 'lost', false],
])('the final dot leaves while the batch is ours (%s), and else nobody gets anything', async (ours, kind, dot) => {
  const receiver = await openReceiver();
  const { port } = receiver;
  const target = {
    host: 'mx.test',
    address: '127.0.0.1',
    port,
    ehloName: 'us.test',
    tls: 'none',
    verifyTls: false,
  } as const;
  const opened = await openSession(target);
  if (!opened.ok) throw new Error(opened.fault);
  const message = {
    mailFrom: 'a@us.test',
    rcptTo: 'b@mx.test',
    bytes: Buffer.from('Subject: x\r\n\r\nx\r\n'),
    smtpUtf8: false,
  };
  const outcome = await sendMessage(
    opened.session,
    message,
    { mark: async () => {}, isOurs: () => ours },
    5_000,
    () => undefined,
  );
  expect(outcome.kind).toBe(kind);
  if (outcome.kind === 'lost') expect(outcome.afterDot).toBe(false);
  opened.session.socket.destroy();
  receiver.close();
  expect(receiver.heard().includes('\r\n.\r\n')).toBe(dot);
});
