// `npm run chaos`: the fault-injection suite. It is the mta's, beside the program that it kills.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const main = pathToFileURL(join(import.meta.dirname, '../../../mta/src/chaos/run-chaos.ts')).href;
const { runChaos } = (await import(main)) as { runChaos(args: readonly string[]): Promise<boolean> };

process.exitCode = (await runChaos(process.argv.slice(3))) ? 0 : 1;
