import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openSession, type Session } from './open-session.ts';
import { sendMessage, type WireMessage } from './send-message.ts';

/** A receiver that takes everything, and keeps what it was told. */
async function openReceiver(ehlo = '250 ok') {
  let heard = '';
  const server = createServer((socket) => {
    socket.write('220 mx.test\r\n');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk;
      for (const line of String(chunk).split('\r\n').slice(0, -1)) {
        if (/^DATA$/.test(line)) socket.write('354 go on\r\n');
        else if (/^EHLO/.test(line)) socket.write(`${ehlo}\r\n`);
        else if (/^(MAIL|RCPT|\.$)/.test(line)) socket.write('250 ok\r\n');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, heard: () => heard, close: () => server.close() };
}

const TARGET = {
  host: 'mx.test',
  address: '127.0.0.1',
  ehloName: 'us.test',
  tls: 'none',
  verifyTls: false,
} as const;

const MESSAGE: WireMessage = {
  mailFrom: 'a@us.test',
  rcptTo: 'b@mx.test',
  bytes: Buffer.from('Subject: x\r\n\r\nx\r\n'),
  smtpUtf8: false,
  eightBit: false,
  requireTls: false,
  dsn: { mail: ' RET=HDRS ENVID=7', rcpt: ' NOTIFY=SUCCESS,FAILURE' },
};

/** Sends it to a host that answers EHLO so; answers the outcome and the envelope's lines that it heard. */
async function sendTo(ehlo: string, over: Partial<WireMessage>, known: Partial<Session> = {}) {
  const receiver = await openReceiver(ehlo);
  const opened = await openSession({ ...TARGET, port: receiver.port });
  if (!opened.ok) throw new Error(opened.fault);
  const commit = { mark: async () => {}, isOurs: () => true };
  const session = { ...opened.session, ...known };
  const outcome = await sendMessage(session, { ...MESSAGE, ...over }, commit, 5_000, () => undefined);
  opened.session.socket.destroy();
  receiver.close();
  return {
    outcome,
    said:
      receiver
        .heard()
        .match(/^(?:MAIL|RCPT).*$/gm)
        ?.map((line) => line.trimEnd()) ?? [],
  };
}

test.each<[string, string, Partial<WireMessage>, object]>([
  ['an address that needs SMTPUTF8', '250 PIPELINING', { smtpUtf8: true, eightBit: true }, { enhanced: '5.6.7' }],
  ['more bytes than the host takes', '250-mx\r\n250 SIZE 10', {}, { code: 552, enhanced: '5.3.4' }],
  ['signed 8-bit parts to a host that takes none', '250 SIZE', { eightBit: true }, { enhanced: '5.6.3' }],
  ['REQUIRETLS to a host that we do not know', '250 REQUIRETLS', { requireTls: true }, { enhanced: '5.7.30' }],
])('%s: refused in our words before MAIL', async (_what, ehlo, over, reply) => {
  const { outcome, said } = await sendTo(ehlo, over);
  expect(outcome).toMatchObject({ kind: 'unfit', reply });
  expect(said).toEqual([]);
});

test('REQUIRETLS goes to a host that offers it, showed who it is and is vouched for', async () => {
  const known = { isVerified: true, isVouched: true };
  expect((await sendTo('250 REQUIRETLS', { requireTls: true }, known)).said[0]).toBe(
    'MAIL FROM:<a@us.test> REQUIRETLS',
  );
  for (const doubt of [{ isVerified: false }, { isVouched: false }]) {
    expect((await sendTo('250 REQUIRETLS', { requireTls: true }, { ...known, ...doubt })).outcome.kind).toBe('unfit');
  }
  expect((await sendTo('250 mx', { requireTls: true }, known)).outcome.kind).toBe('unfit');
});

test('what a host offers is used, and nothing else', async () => {
  const all = '250-mx\r\n250-SIZE 0\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 DSN';
  expect((await sendTo(all, { smtpUtf8: true, eightBit: true })).said).toEqual([
    `MAIL FROM:<a@us.test> SIZE=${MESSAGE.bytes.length} BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=7`,
    'RCPT TO:<b@mx.test> NOTIFY=SUCCESS,FAILURE',
  ]);
  // Its name is no offer.
  expect((await sendTo('250 dsn.size-8bitmime.example', {})).said).toEqual([
    'MAIL FROM:<a@us.test>',
    'RCPT TO:<b@mx.test>',
  ]);
});

test.each([
  [true, 'replied', true],
  [false, 'lost', false],
])('the final dot leaves while the batch is ours (%s), and else nobody gets anything', async (ours, kind, dot) => {
  const receiver = await openReceiver();
  const { port } = receiver;
  const opened = await openSession({ ...TARGET, port });
  if (!opened.ok) throw new Error(opened.fault);
  const outcome = await sendMessage(
    opened.session,
    MESSAGE,
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
