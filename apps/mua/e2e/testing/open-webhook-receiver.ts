import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

type Call = { headers: IncomingHttpHeaders; body: string };

/** An endpoint on loopback that takes all that it gets and checks the signatures when asked. */
export async function openWebhookReceiver() {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** What came so far. Other campaigns of the tenant are among it, from the moment on that the endpoint was added. */
    read: (secret: string) => calls.map((call) => readCall(call, secret)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** `secret` as it is shown: whsec_ and the key in base64 (Standard Webhooks: HMAC-SHA256 over id, time and body). */
function readCall({ headers, body }: Call, secret: string) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const right = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  const { type, data } = JSON.parse(body) as { type: string; data: { email: string } };
  return { isSigned: String(headers['webhook-signature']).split(' ').includes(right), type, email: data.email };
}
