import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callerFolder } from '@hikyaku/config';
import { explain, formatScore, parseExpectedReports, scoreExplanations } from '@hikyaku/mail';
import { fuzzExplain } from './fuzz-explain.ts';

// How well `explain` reads a folder of returned mails with an expected.json: figures on stdout, what it got wrong on stderr.
// With --fuzz COUNT, how it takes that many damaged ones: none may throw, none may take more than a second.
const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  options: { fuzz: { type: 'string' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [named] = positionals;
if (values.fuzz !== undefined) {
  process.exitCode = fuzzExplain(Number(values.fuzz), Number(values.seed)) ? 0 : 1;
} else if (named === undefined) {
  process.stderr.write('usage: npm run score -- DIR (a folder of .eml files with an expected.json)\n');
  process.stderr.write('       npm run score -- --fuzz COUNT [--seed NUMBER]\n');
  process.exitCode = 1;
} else {
  const folder = resolve(callerFolder(), named);
  const expected = parseExpectedReports(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const score = scoreExplanations(expected.map((one) => [one, explain(readFileSync(join(folder, one.file)))]));
  for (const miss of score.misses) process.stderr.write(`${miss}\n`);
  process.stdout.write(`${formatScore(score)}\n`);
}
