import { writeFileSync } from 'node:fs';
import { type Holder, openHolder } from './hold.ts';
import { describeMachine } from './machine.ts';
import { BenchError, parseOptions } from './options.ts';
import { openPeers } from './peers/debian.ts';
import { measureRows, type Row } from './row.ts';
import { ROWS } from './rows.ts';
import { formatTable } from './table/format-table.ts';
import { describeVersions } from './versions.ts';
import type { RowPlan, World } from './world.ts';

/** `npm run bench -- [NAME...] [options]`, as docs/performance.md says. Everything runs on this machine, on loopback. */
export async function runBench(args: readonly string[]): Promise<void> {
  const options = parseOptions(
    args,
    ROWS.map((row) => row.name),
  );
  if (options instanceof BenchError) {
    process.stderr.write(`${options.message}\n`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  const everything = openHolder();
  closeOnSignal(everything);
  const peers = await openPeers();
  if (peers) everything.hold(peers);
  const rows: Row[] = [];
  for (const plan of ROWS.filter(({ name }) => options.names.includes(name))) {
    const { hold, close } = everything.hold(openHolder());
    try {
      rows.push(...(await measure(plan, { ...options, peers, hold }, options.runs)));
    } catch (error) {
      // A row that went wrong fails the command in the end; the others can be had all the same.
      process.stderr.write(`${plan.name}: ${(error as Error).message}\n`);
      process.exitCode = 1;
    } finally {
      await close();
    }
  }
  const table = { machine, versions: await describeVersions(peers), rows };
  await everything.close();
  process.stdout.write(formatTable(table, options.markdown));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(table, null, 2)}\n`);
}

async function measure(plan: RowPlan, world: World, runs: number): Promise<Row[]> {
  const bench = await plan.open(world);
  if (typeof bench !== 'string') return measureRows(plan.name, plan.unit, plan.once ? 1 : runs, bench);
  process.stderr.write(`${plan.name}: not measured: ${bench}\n`);
  return [];
}

/** Whoever ends the benchmark in the middle is left with nothing running. */
function closeOnSignal(everything: Holder): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await everything.close();
      process.exit(130);
    });
  }
}
