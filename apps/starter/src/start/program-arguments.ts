// Far above what a program holds at once; without a bound the collector lets garbage grow with the machine's memory.
// Below that it may grow to three and a half times what lives: V8's own 1.3 marks the whole heap five times a second,
// since the buffers of messages count as growth. And it collects on the thread that waits for it: its helpers would
// take the cores that sign.
const HEAP = ['--max-old-space-size=224', '--heap-growing-percent=250', '--single-threaded-gc'];

/** What follows `node` when a built program is run: by `npm start`, and by the benchmarks, which must run the same. */
export const programArguments = (main: string): readonly string[] => [...HEAP, '--enable-source-maps', main];
