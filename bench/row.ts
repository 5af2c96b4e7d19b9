/** One line of the table: a median over runs, and what was switched on. */
export type Row = {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
};

export type Bench = { readonly settings: Row['settings']; run(): Promise<number> };

/** Runs `bench` this many times, one after the other. */
export async function measureRow(name: string, unit: string, runs: number, bench: Bench): Promise<Row> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) {
    values.push(await bench.run());
    process.stderr.write(`${name}: run ${run + 1} of ${runs}: ${Math.round(values.at(-1)!)} ${unit}\n`);
  }
  values.sort((a, b) => a - b);
  const median = values[Math.floor(values.length / 2)]!;
  return { name, unit, median, min: values[0]!, max: values.at(-1)!, runs, settings: bench.settings };
}
