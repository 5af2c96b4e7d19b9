import { join } from 'node:path';
import { runChecks } from '../checks/run-checks.ts';

const results = await runChecks(join(import.meta.dirname, '../../../..'), { fix: process.argv.includes('--fix') });
const failed = results.filter((result) => !result.passed);
process.stdout.write(failed.length ? `${failed.length} of ${results.length} checks failed\n` : 'all checks passed\n');
process.exitCode = failed.length ? 1 : 0;
