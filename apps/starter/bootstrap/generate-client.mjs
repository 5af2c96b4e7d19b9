import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from './hash-files.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { runStep } from './run-step.mjs';
import { withLock } from './with-lock.mjs';

const SCHEMA = join(ROOT, 'prisma', 'schema');
const OUTPUT = join(ROOT, 'packages', 'store', 'db', 'src', 'generated');
const STAMP = join(CACHE, 'prisma-schema-hash');

const wanted = () => hashFiles('prisma/schema', 'package-lock.json');
const isFresh = () => existsSync(OUTPUT) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted();

/** Generates Prisma's client when the schema is newer than it. */
export async function generateClient() {
  if (!existsSync(SCHEMA) || !readdirSync(SCHEMA).some((name) => name.endsWith('.prisma')) || isFresh()) return;
  await withLock(async () => {
    if (isFresh()) return;
    const hash = wanted();
    // Prisma would download its schema engine; generating needs none, so any file that exists stands in for it.
    const env = {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    };
    const prisma = join(ROOT, 'node_modules', 'prisma', 'build', 'index.js');
    await runStep('generating the database client', process.execPath, [prisma, 'generate'], { env });
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(STAMP, hash);
  });
}
