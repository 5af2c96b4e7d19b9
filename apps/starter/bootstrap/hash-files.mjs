import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.mjs';

const LEFT_OUT = /^(node_modules|generated|dist|test-results|playwright-report|e2e|testing|next-env\.d\.ts|\..*)$/;
const NOT_BUILT = /(\.test\.tsx?|\.md|\.tsbuildinfo)$/;

/** SHA-256 (hex) over names and contents of what is built from these files and folders, relative to the clone. */
export function hashFiles(...paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (!LEFT_OUT.test(name) && !NOT_BUILT.test(name)) add(join(path, name));
    } else {
      hash
        .update(`${relative(ROOT, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
    }
  };
  for (const path of paths) add(join(ROOT, path));
  return hash.digest('hex');
}
