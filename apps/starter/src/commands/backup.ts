// `npm run backup -- [--to FOLDER]`: the database as of this moment, and what belongs to it in the home, into a new folder.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callerFolder, childEnvironment, readConfig } from '@hikyaku/config';
import { reachDatabase } from '../backup/reach-database.ts';
import { runCommandLine } from '../backup/run-command-line.ts';
import { writeBackup } from '../backup/write-backup.ts';

await runCommandLine(async () => {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { to: { type: 'string' } } });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const to = resolve(callerFolder(), values.to ?? `hikyaku-backup-${stamp}`);
  const config = readConfig(childEnvironment({}));
  const database = await reachDatabase(config);
  try {
    const { tables, home } = await writeBackup(config, database.ownerUrl, to);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const megabytes = tables.reduce((sum, table) => sum + table.bytes, 0) / 1e6;
    process.stdout.write(`${to}\n${tables.length} tables, ${rows} rows, ${megabytes.toFixed(1)} MB\n`);
    process.stdout.write(
      home.includes('secret')
        ? 'It holds the secret as well: whoever has this folder can open everything in it.\n'
        : 'The secret (HIKYAKU_SECRET) is not in it: keep it apart, nothing sealed can be opened without it.\n',
    );
  } finally {
    await database.close();
  }
});
