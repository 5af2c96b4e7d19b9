// `npm run hold -- [release | cancel]`: after a restore, what would go out again, and the decision about it.
import { parseArgs } from 'node:util';
import { childEnvironment, readConfig } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { decideHold, describeHold } from '@hikyaku/egress';
import { formatHold } from '../backup/format-hold.ts';
import { reachDatabase } from '../backup/reach-database.ts';
import { runCommandLine } from '../backup/run-command-line.ts';
import { StartError } from '../start/lock-home.ts';

await runCommandLine(async () => {
  const { positionals } = parseArgs({ args: process.argv.slice(3), allowPositionals: true, options: {} });
  const [decision] = positionals;
  if (positionals.length > 1 || (decision !== undefined && decision !== 'release' && decision !== 'cancel')) {
    throw new StartError('usage: npm run hold -- [release | cancel]');
  }
  const database = await reachDatabase(readConfig(childEnvironment({})));
  const db = openDatabase({ url: database.engineUrl, max: 1, name: 'hold' });
  try {
    const report = await describeHold(db);
    if (!report) return void process.stdout.write('nothing is held\n');
    process.stdout.write(formatHold(report));
    if (decision === undefined) return;
    if (!(await decideHold(db, decision, 'operator:command'))) throw new StartError('it was decided before');
    process.stdout.write(`decided: ${decision}; the mta carries it out within seconds\n`);
  } finally {
    await db.close();
    await database.close();
  }
});
