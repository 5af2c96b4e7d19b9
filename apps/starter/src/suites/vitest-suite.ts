import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import type { Suite } from './suite.ts';
import type { Tally } from './tally.ts';

type Report = {
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
};

/** Runs projects of vitest.config.ts. `env` is for their global setup. */
export const vitestSuite =
  (projects: readonly string[], env: Record<string, string> = {}): Suite =>
  async ({ root, folder, stop }) => {
    const file = join(folder, `${projects.join('-')}.json`);
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', ...projects.flatMap((name) => ['--project', name])];
    const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests'];
    const options = { cwd: root, env: testEnvironment({ NO_COLOR: '1', ...env }), stop, show: true };
    const { code } = await runCommand(process.execPath, [...args, ...report], options);
    const tally: Tally = existsSync(file)
      ? readReport(JSON.parse(readFileSync(file, 'utf8')), root)
      : { passed: 0, failed: [], skipped: [] };
    const unexplained = code !== 0 && tally.failed.length === 0;
    return unexplained ? { ...tally, failed: [`${projects.join(' and ')} tests: vitest ended with ${code}`] } : tally;
  };

function readReport(report: Report, root: string): Tally {
  const named = report.testResults.flatMap((file) => {
    const path = file.name.replace(`${root}/`, '');
    // A file that could not be loaded has no tests to count.
    if (file.status === 'failed' && file.assertionResults.length === 0) return [{ status: 'failed', name: path }];
    return file.assertionResults.map((test) => ({ status: test.status, name: `${path}: ${test.fullName}` }));
  });
  const namesOf = (...states: string[]) =>
    named.filter((test) => states.includes(test.status)).map((test) => test.name);
  return {
    passed: namesOf('passed').length,
    failed: namesOf('failed'),
    skipped: namesOf('skipped', 'pending', 'todo'),
  };
}
