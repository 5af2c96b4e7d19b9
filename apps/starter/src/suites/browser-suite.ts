import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../testing/run-command.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import type { Suite } from './suite.ts';
import type { Tally } from './tally.ts';

type Spec = {
  title: string;
  tests: { status: 'expected' | 'unexpected' | 'flaky' | 'skipped'; projectName: string }[];
};
type Branch = { suites?: Branch[]; specs?: Spec[] };

/** Runs the browser tests of the dashboard against the product whose demo.json is given. */
export const browserSuite =
  (demoFile: string): Suite =>
  async ({ root, folder, stop }) => {
    const file = join(folder, 'browser.json');
    const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
    const args = [playwright, 'test', '--reporter=list,json'];
    const env = testEnvironment({
      HIKYAKU_TEST_DEMO: demoFile,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...(testEnvironment().HOME ? {} : { HOME: folder }),
    });
    const options = { cwd: join(root, 'apps', 'mua'), env, stop, show: true };
    const { code } = await runCommand(process.execPath, args, options);
    const tally: Tally = existsSync(file)
      ? readReport(JSON.parse(readFileSync(file, 'utf8')))
      : { passed: 0, failed: [], skipped: [] };
    const unexplained = code !== 0 && tally.failed.length === 0;
    return unexplained ? { ...tally, failed: [`browser tests: playwright ended with ${code}`] } : tally;
  };

function readReport(report: Branch): Tally {
  const specsOf = (branch: Branch): Spec[] => [...(branch.specs ?? []), ...(branch.suites ?? []).flatMap(specsOf)];
  const named = specsOf(report).flatMap((spec) =>
    spec.tests.map((test) => ({ status: test.status, name: `browser (${test.projectName}): ${spec.title}` })),
  );
  const namesOf = (status: string) => named.filter((test) => test.status === status).map((test) => test.name);
  return {
    passed: namesOf('expected').length + namesOf('flaky').length,
    failed: namesOf('unexpected'),
    skipped: namesOf('skipped'),
  };
}
