// Generates the Prisma client into src/generated. Every command of Prisma's CLI wants its schema engine, which it would
// download; generating never runs it, so that any existing file does.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const { status, stderr, stdout } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
  cwd: root,
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  encoding: 'utf8',
});
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(status ?? 1);
}
