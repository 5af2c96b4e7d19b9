/** One line of the table: a median over runs, and what was switched on. */
export type Row = {
  /** `campaign`; figures beside the main one are `campaign: postgres`. */
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
};

/** A figure of a run beside its main one: a row of its own. */
export type Figure = { readonly name: string; readonly unit: string; readonly value: number };

export type Bench = {
  readonly settings: Row['settings'];
  /** One run. Throws when what it counted is wrong. */
  run(): Promise<number>;
  /** Further figures of the run that has just ended. */
  figures?(): readonly Figure[];
};

/** Runs `bench` this many times, one after the other. The main row comes first. */
export async function measureRows(name: string, unit: string, runs: number, bench: Bench): Promise<Row[]> {
  const measured = new Map<string, { unit: string; values: number[] }>();
  const note = (figure: Figure) => {
    const of = measured.get(figure.name) ?? { unit: figure.unit, values: [] };
    of.values.push(figure.value);
    measured.set(figure.name, of);
  };
  for (let run = 0; run < runs; run++) {
    const value = await bench.run();
    note({ name, unit, value });
    for (const figure of bench.figures?.() ?? []) note({ ...figure, name: `${name}: ${figure.name}` });
    process.stderr.write(`${name}: run ${run + 1} of ${runs}: ${formatValue(value)} ${unit}\n`);
  }
  return [...measured].map(([of, { unit, values }]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
    return {
      name: of,
      unit,
      median,
      min: sorted[0]!,
      max: sorted.at(-1)!,
      runs: values.length,
      settings: bench.settings,
    };
  });
}

/** Three figures are enough for anything here. */
export const formatValue = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
