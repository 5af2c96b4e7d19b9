// Far above what a program holds at once; without a bound the collector lets garbage grow with the machine's memory.
const HEAP = ['--max-old-space-size=224'];

/** What follows `node` when a built program is run: by `npm start`, and by the benchmarks, which must run the same. */
export const programArguments = (main: string): readonly string[] => [...HEAP, '--enable-source-maps', main];
