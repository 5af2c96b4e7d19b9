import { dirname, join } from 'node:path';
import { readConfig } from '@hikyaku/config';
import { migrateAll } from './migrate-all.ts';

// Bundled to <build>/migrate/main.mjs: brings a server that DATABASE_OWNER_URL names up to date, before the programs start.
const { owner } = readConfig().database;
if (!owner) {
  process.stderr.write('DATABASE_OWNER_URL is needed: migrations run as the owner of the schema\n');
  process.exit(1);
}
const applied = await migrateAll({ ownerUrl: owner }, join(dirname(import.meta.dirname), 'prisma', 'migrations'));
process.stdout.write(`${applied.length} migrations applied\n`);
