import { join } from 'node:path';
import { readConfig } from '@hikyaku/config';
import { runAllTests } from '../suites/run-all-tests.ts';
import { formatTally } from '../suites/tally.ts';

const { requireAll } = readConfig();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

const tally = await runAllTests(join(import.meta.dirname, '../../../..'), stop.signal);
if (requireAll && tally.skipped.length) process.stdout.write('HIKYAKU_REQUIRE_ALL=1: a skip counts as a failure\n');
process.stdout.write(`\n${formatTally(tally)}\n`);
process.exitCode = tally.failed.length || stop.signal.aborted || (requireAll && tally.skipped.length) ? 1 : 0;
