import { parseArgs } from 'node:util';

export type Options = {
  /** Rows to measure, in no order. */
  readonly names: readonly string[];
  readonly people: number;
  readonly runs: number;
  readonly mtas: number;
  readonly million: boolean;
  readonly markdown: boolean;
  readonly json?: string;
};

/** What is wrong with the command line. */
export class BenchError extends Error {}

/** Reads the command line; `known` are the rows that there are. */
export function parseOptions(args: readonly string[], known: readonly string[]): Options | BenchError {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        people: { type: 'string' },
        runs: { type: 'string' },
        mtas: { type: 'string' },
        quick: { type: 'boolean', default: false },
        million: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !known.includes(name));
    if (unknown) return new BenchError(`there is no row "${unknown}". The rows are: ${known.join(', ')}`);
    const whole = (name: 'people' | 'runs' | 'mtas', fallback: number, most: number) => {
      const value = Number(values[name] ?? fallback);
      if (Number.isInteger(value) && value >= 1 && value <= most) return value;
      throw new BenchError(`--${name} is a whole number from 1 to ${most}`);
    };
    return {
      names: positionals.length > 0 ? positionals : known,
      people: whole('people', values.quick ? 2_000 : 20_000, 1_000_000),
      runs: whole('runs', values.quick ? 1 : 3, 100),
      mtas: whole('mtas', 1, 16),
      million: values.million,
      markdown: values.markdown,
      json: values.json,
    };
  } catch (error) {
    return new BenchError((error as Error).message);
  }
}
