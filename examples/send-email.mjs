// Sends one message and follows it until every recipient has a final state.
//
//   node examples/send-email.mjs .hikyaku/demo.json taro@shop.example
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [demoFile, to] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(demoFile, 'utf8'));

const call = async (method, path, body, headers = {}) => {
  const response = await fetch(demo.api_url + path, {
    method,
    headers: { authorization: `Bearer ${demo.api_key}`, 'content-type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.status} ${answer.detail}`);
  return answer;
};

const message = {
  from: `Shop <orders@${demo.sending_domain}>`,
  to: [to],
  subject: 'ご注文ありがとうございます',
  text: 'Your order is on its way.',
  tags: { order: '1042' },
};

// The same key and body again get the same answer and send nothing: safe to repeat when the connection breaks.
const { id } = await call('POST', '/emails', message, { 'idempotency-key': `order-1042-${to}` });
console.log(id);

const open = ['queued', 'sending', 'deferred'];
let email;
do {
  await sleep(200);
  email = await call('GET', `/emails/${id}`);
} while (email.recipients.some((recipient) => open.includes(recipient.status)));

for (const { email: address, status, last_reply } of email.recipients) console.log(address, status, last_reply ?? '');
