// `npm run restore -- --from FOLDER [--yes]`: puts a backup in the place of the database. Afterwards nothing is sent until
// a person decides.
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { callerFolder, childEnvironment, readConfig } from '@hikyaku/config';
import { readManifest } from '../backup/manifest.ts';
import { reachDatabase } from '../backup/reach-database.ts';
import { checkBackup, describeTarget, restoreBackup } from '../backup/restore-backup.ts';
import { runCommandLine } from '../backup/run-command-line.ts';
import { StartError } from '../start/lock-home.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');
const say = (line: string) => process.stdout.write(`${line}\n`);

async function isMeant(yes: boolean | undefined): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new StartError('nothing was changed: add --yes to do it');
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question('Replace it? Type yes: ');
  ask.close();
  return answer.trim() === 'yes';
}

await runCommandLine(async () => {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { from: { type: 'string' }, yes: { type: 'boolean' } },
  });
  if (values.from === undefined) throw new StartError('usage: npm run restore -- --from FOLDER [--yes]');
  const folder = resolve(callerFolder(), values.from);
  const config = readConfig(childEnvironment({}));
  const manifest = readManifest(folder);
  await checkBackup(config, folder, manifest, MIGRATIONS);
  const database = await reachDatabase(config, { make: true, alone: true });
  try {
    const { host, pathname } = new URL(database.ownerUrl);
    const there = await describeTarget(database.ownerUrl);
    say(`backup    ${folder}, made at ${manifest.made_at}`);
    say(`database  ${host}${pathname}: ${there ?? 'empty'}${there ? '; all of it will be replaced' : ''}`);
    if (!(await isMeant(values.yes))) return say('nothing was changed');
    await restoreBackup(config, { ownerUrl: database.ownerUrl, folder, manifest, migrations: MIGRATIONS });
    say('restored');
    say(
      'HELD: nothing is sent until somebody decides what of it may go out again. Start the programs, then look at the page',
    );
    say('"Restored backup" as an operator, or run: npm run hold');
  } finally {
    await database.close();
  }
});
