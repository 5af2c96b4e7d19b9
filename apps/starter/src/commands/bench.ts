// `npm run bench`: the benchmark table. See bench/main.ts.
import { runBench } from '../../../../bench/main.ts';

await runBench(process.argv.slice(3));
