// `npm run bench`: the benchmark table. The programs are in bench/, beside the packages, since they measure all of them.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const main = pathToFileURL(join(import.meta.dirname, '../../../../bench/main.ts')).href;
const { runBench } = (await import(main)) as { runBench(args: readonly string[]): Promise<void> };

await runBench(process.argv.slice(3));
