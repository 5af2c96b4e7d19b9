import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { callerFolder } from '@hikyaku/config';
import { explain, formatScore, parseExpectedReports, scoreExplanations } from '@hikyaku/mail';

// How well `explain` reads a folder of returned mails with an expected.json: figures on stdout, what it got wrong on stderr.
const named = process.argv[3];
if (named === undefined) {
  process.stderr.write('usage: npm run score -- DIR (a folder of .eml files with an expected.json)\n');
  process.exit(1);
}
const folder = resolve(callerFolder(), named);
const expected = parseExpectedReports(readFileSync(join(folder, 'expected.json'), 'utf8'));
const score = scoreExplanations(expected.map((one) => [one, explain(readFileSync(join(folder, one.file)))]));
for (const miss of score.misses) process.stderr.write(`${miss}\n`);
process.stdout.write(`${formatScore(score)}\n`);
