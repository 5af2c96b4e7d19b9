import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { listMigrations } from '../migrate.ts';
import { type Dump, dumpFile } from './dump.ts';

/**
 * Reads every file of a dump and compares it with what the dump says of it, and its migrations with those of this version.
 * Answers what is wrong, naming the file, or null. Nothing is changed.
 */
export async function checkDump(dump: Dump, folder: string, migrations: string): Promise<string | null> {
  const ours = listMigrations(migrations);
  for (const { name, checksum } of dump.migrations) {
    if (!ours.includes(name)) return `it was made by a newer version: this one has no migration ${name}`;
    const sql = readFileSync(join(migrations, name, 'migration.sql'), 'utf8');
    if (createHash('sha256').update(sql).digest('hex') !== checksum) {
      return `it was made by another version: migration ${name} is not the one of this version`;
    }
  }
  for (const { name, bytes, sha256 } of dump.tables) {
    const file = join(folder, dumpFile(name));
    if (!existsSync(file)) return `${file} is missing`;
    const { size } = statSync(file);
    if (size < bytes) return `${file} is truncated: ${size} bytes instead of ${bytes}`;
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    if (hash.digest('hex') !== sha256) return `${file} is damaged: it is not what was written when the backup was made`;
  }
  return null;
}
