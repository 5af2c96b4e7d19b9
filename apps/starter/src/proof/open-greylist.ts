import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * A policy service for Postfix (SMTPD_POLICY_README): puts every sender and recipient off at their first meeting, as a
 * greylist does, for `forMs`. `setting` is what smtpd_recipient_restrictions wants.
 */
export async function openGreylist(forMs: number) {
  const met = new Map<string, number>();
  const server = createServer((socket) => {
    let asked = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      asked += chunk;
      for (let end = asked.indexOf('\n\n'); end >= 0; end = asked.indexOf('\n\n')) {
        const recipient = /^recipient=(.*)$/m.exec(asked.slice(0, end))?.[1] ?? '';
        asked = asked.slice(end + 2);
        if (!met.has(recipient)) met.set(recipient, Date.now());
        const isEarly = Date.now() - met.get(recipient)! < forMs;
        socket.write(`action=${isEarly ? '450 4.2.0 Greylisted, see you later' : 'DUNNO'}\n\n`);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { setting: `check_policy_service inet:127.0.0.1:${port}`, close: () => server.close() };
}
