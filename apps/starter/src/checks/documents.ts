// Compares the generated documents with what they are generated from (with --write it writes them), and looks where links lead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatOpenApi } from '@hikyaku/api';
import { findBrokenLinks } from './find-broken-links.ts';
import { formatConfigurationPage } from './format-configuration-page.ts';
import { formatErrorsPage } from './format-errors-page.ts';

const root = join(import.meta.dirname, '../../../..');
const documents = [
  { file: 'docs/configuration.md', text: formatConfigurationPage() },
  { file: 'docs/errors.md', text: formatErrorsPage() },
  { file: 'docs/openapi.json', text: `${JSON.stringify(formatOpenApi('http://127.0.0.1:3000'), null, 2)}\n` },
];
const write = process.argv.includes('--write');

for (const { file, text } of documents) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (write) {
    writeFileSync(path, text);
  } else {
    process.stdout.write(`${file} is not what the sources say: run npm run check -- --fix\n`);
    process.exitCode = 1;
  }
}

for (const link of findBrokenLinks(root)) {
  process.stdout.write(`${link} leads nowhere\n`);
  process.exitCode = 1;
}
