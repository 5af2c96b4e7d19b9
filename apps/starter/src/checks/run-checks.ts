import { childEnvironment } from '@hikyaku/config';
import { runCommand } from '../testing/run-command.ts';
import { listChecks } from './checks.ts';

export type CheckResult = { readonly name: string; readonly passed: boolean };

const TOGETHER = 2;
const ENV = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined };

/** Runs all checks, two at a time, and prints what each that fails has to say. `fix`: mends first what can be mended. */
export async function runChecks(
  root: string,
  options: { fix?: boolean; stop?: AbortSignal } = {},
): Promise<CheckResult[]> {
  const checks = listChecks(root);
  const run = (args: readonly string[]) =>
    runCommand(process.execPath, args, { cwd: root, env: childEnvironment(ENV), stop: options.stop });
  if (options.fix) for (const check of checks) if (check.fix) await run(check.fix);
  const results: CheckResult[] = [];
  const queue = [...checks];
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const began = Date.now();
      const { code, output } = await run(check.args);
      const passed = code === 0;
      const seconds = ((Date.now() - began) / 1_000).toFixed(1);
      process.stdout.write(`${passed ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)\n`);
      if (!passed) process.stdout.write(`${output.trim()}\n\n`);
      results.push({ name: check.name, passed });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  return results;
}
