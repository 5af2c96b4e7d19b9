import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Received = { signed: boolean; type: string; email: string };

/** An endpoint on loopback that checks the signature of all that it gets (Standard Webhooks: HMAC-SHA256 over id, time and body). */
export async function openWebhookReceiver() {
  let key = Buffer.alloc(0);
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = request.headers;
    const right = `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
    const { type, data } = JSON.parse(body) as { type: string; data: { email: string } };
    received.push({ signed: String(signatures).split(' ').includes(right), type, email: data.email });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** `secret` as it is shown: whsec_ and the key in base64. */
    trust(secret: string) {
      key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
