// Imports a CSV file into a new list, shows who would get a campaign, sends it and prints its numbers.
//
//   node examples/send-campaign.mjs .hikyaku/demo.json people.csv
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [demoFile, csvFile] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(demoFile, 'utf8'));

const call = async (method, path, body) => {
  const json = body !== undefined && !(body instanceof FormData);
  const response = await fetch(demo.api_url + path, {
    method,
    headers: { authorization: `Bearer ${demo.api_key}`, ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(body) : body,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.status} ${answer.detail}`);
  return answer;
};

const until = async (path, isOver) => {
  for (;;) {
    const answer = await call('GET', path);
    if (isOver(answer)) return answer;
    await sleep(200);
  }
};

const list = await call('POST', '/lists', { name: `Import of ${new Date().toISOString()}` });

const form = new FormData();
form.append('list_id', list.id);
form.append('file', new Blob([readFileSync(csvFile)]), basename(csvFile));
const { id: importId } = await call('POST', '/imports', form);
const done = await until(`/imports/${importId}`, ({ status }) => status === 'completed' || status === 'failed');
console.log(`rows ${done.rows}, created ${done.created}, updated ${done.updated}, skipped ${done.skipped}`);

const campaign = await call('POST', '/campaigns', {
  name: 'Spring',
  from: `Shop <news@${demo.sending_domain}>`,
  subject: '{{ name }} 様、春のお知らせ',
  html: '<p>{{ name }} 様</p><p><a href="{{ unsubscribe_url }}">配信停止</a></p>',
  list_ids: [list.id],
});
const { total, sendable, excluded, approval } = await call('GET', `/campaigns/${campaign.id}/audience`);
console.log(`${sendable} of ${total}`, excluded);

// The approval names what was shown: when content or audience has changed since, nothing is sent.
await call('POST', `/campaigns/${campaign.id}/send`, { approval });
const { status, counts } = await until(`/campaigns/${campaign.id}`, (one) => one.status === 'completed');
console.log(status, counts);
