import { join } from 'node:path';

/** Root of the clone. */
export const ROOT = join(import.meta.dirname, '../../..');
/** What installs and builds leave behind; the product itself writes below its home only. */
export const CACHE = join(ROOT, '.cache');
