import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../supervisor/pid-file.ts';

/** `HIKYAKU_SECRET` of an embedded start: made once, kept in the home with mode 0600. */
export function keepSecret(home: string): string {
  const file = join(home, 'secret');
  if (!existsSync(file)) replaceFile(file, `${randomBytes(32).toString('hex')}\n`);
  return readFileSync(file, 'utf8').trim();
}
