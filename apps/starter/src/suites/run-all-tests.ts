import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from '../checks/run-checks.ts';
import { openProduct } from '../testing/open-product.ts';
import { browserSuite } from './browser-suite.ts';
import { installTestTools, isThere } from './install-test-tools.ts';
import type { Suite, SuiteFrame } from './suite.ts';
import { addTallies, type Tally } from './tally.ts';
import { vitestSuite } from './vitest-suite.ts';

/** All tests in the order in which they become costly. */
export async function runAllTests(root: string, stop: AbortSignal): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-reports-'));
  chmodSync(folder, 0o755);
  const frame: SuiteFrame = { root, folder, stop };
  try {
    await installTestTools(root, stop);
    const tallies = [
      await run('checks', checkSuite, frame),
      await run('unit and integration tests', vitestSuite(['unit', 'integration']), frame),
      await run('tests of the whole product', productSuite, frame),
    ];
    return addTallies(tallies);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(name: string, suite: Suite, frame: SuiteFrame): Promise<Tally> {
  if (frame.stop.aborted) return { passed: 0, failed: [`${name}: stopped`], skipped: [] };
  const began = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const tally = await suite(frame);
  process.stdout.write(`== ${name}: ${((Date.now() - began) / 1_000).toFixed(0)} s\n`);
  return tally;
}

const checkSuite: Suite = async ({ root, stop }) => {
  const results = await runChecks(root, { stop });
  return {
    passed: results.filter((result) => result.passed).length,
    failed: results.filter((result) => !result.passed).map((result) => `check: ${result.name}`),
    skipped: [],
  };
};

/** System and browser tests share one product, started once in a home of its own. */
const productSuite: Suite = async (frame) => {
  let product: Awaited<ReturnType<typeof openProduct>>;
  try {
    product = await openProduct({ stop: frame.stop });
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return { passed: 0, failed: ['the whole product gets ready'], skipped: [] };
  }
  try {
    const system = await vitestSuite(['system'], { HIKYAKU_TEST_DEMO: product.demoFile })(frame);
    const browser: Tally = isThere('chromium')
      ? await browserSuite(product.demoFile)(frame)
      : { passed: 0, failed: [], skipped: ['browser tests: there is no chromium on this machine'] };
    return addTallies([system, browser]);
  } finally {
    await product.close();
  }
};
