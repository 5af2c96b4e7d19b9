// nodemailer as it is meant to be used for bulk: a pool of connections, MIME composed and DKIM signed for each message.
// `node nodemailer-sender.mjs OPTIONS`, a JSON object: { port, messages, connections, key, subject, html, text }. Merge
// fields are put in with a plain replacement. Prints { milliseconds, cpu } (us) at its end.
import { createTransport } from 'nodemailer';

const { port, messages, connections, key, subject, html, text } = JSON.parse(process.argv[2]);
const transport = createTransport({
  host: '127.0.0.1',
  port,
  pool: true,
  maxConnections: connections,
  maxMessages: Number.POSITIVE_INFINITY,
  ignoreTLS: true,
  dkim: { domainName: 'bench.test', keySelector: 'bench', privateKey: key },
});

const fill = (template, n) =>
  template.replace(/\{\{ *([a-z_.]+)[^}]*\}\}/g, (_, field) => {
    if (field === 'name') return `山田 太郎${n}`;
    if (field === 'email') return `person${n}@d0.test`;
    if (field === 'unsubscribe_url') return `https://bench.test/unsubscribe/${n}`;
    return { 'attributes.city': '東京', 'attributes.plan': 'プレミアム', 'attributes.points': String(n) }[field] ?? '';
  });

let next = 0;
async function sendOn() {
  while (next < messages) {
    const n = next++;
    await transport.sendMail({
      from: 'Bench <news@bench.test>',
      to: `person${n}@d${n % 50}.test`,
      subject: fill(subject, n),
      html: fill(html, n),
      text: fill(text, n),
      list: { unsubscribe: { url: `https://bench.test/unsubscribe/${n}` } },
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
  }
}

const began = performance.now();
await Promise.all(Array.from({ length: connections * 2 }, sendOn));
const milliseconds = performance.now() - began;
transport.close();
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ milliseconds, cpu: user + system }));
