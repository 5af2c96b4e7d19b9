// Makes a webhook for this process, verifies the signature of what is posted and prints it. Ends with the first
// email.accepted.
//
//   node examples/receive-webhook.mjs .hikyaku/demo.json
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const demo = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let secret;

/** Standard Webhooks: HMAC-SHA-256 over id, timestamp and body, keyed with the secret behind `whsec_`. */
const isGenuine = (headers, body) => {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = createHmac('sha256', key).update(signed).digest();
  const isFresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
  return (
    isFresh &&
    headers['webhook-signature'].split(' ').some((one) => {
      const given = Buffer.from(one.replace(/^v1,/, ''), 'base64');
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    })
  );
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  if (!isGenuine(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  response.writeHead(204).end();
  const { type, data } = JSON.parse(body);
  console.log(type, data.email ?? '');
  if (type === 'email.accepted') server.close();
});

server.listen(0, '127.0.0.1', async () => {
  const response = await fetch(`${demo.api_url}/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.api_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/`, events: ['email.*'] }),
  });
  const webhook = await response.json();
  if (!response.ok) throw new Error(`${webhook.status} ${webhook.detail}`);
  secret = webhook.secret;
  console.log(webhook.id);
});
