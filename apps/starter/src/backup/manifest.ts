import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dump } from '@hikyaku/db';
import { StartError } from '../start/lock-home.ts';

/** What lies beside the database in a home and belongs to it. Kept in the backup when it is there. */
export const HOME_FILES = ['secret', 'seed.json', 'msa/tls.pem', 'mda/tls.pem', 'sandbox/zones.json'] as const;

/** `manifest.json` of a backup: written last, so that a folder with one is whole. */
export type Manifest = Dump & {
  readonly format: 1;
  readonly made_at: string;
  /** Names the secret that the database's sealed values need; never tells it. */
  readonly secret_id: string | null;
  readonly home: readonly string[];
};

const MANIFEST = 'manifest.json';

export const manifestFile = (folder: string): string => join(folder, MANIFEST);

/** Reads and checks it. Throws StartError naming the file. */
export function readManifest(folder: string): Manifest {
  const file = manifestFile(folder);
  if (!existsSync(file))
    throw new StartError(`${folder} is no backup, or one that was cut short: it has no ${MANIFEST}`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError(`${file} is truncated or damaged: ${(error as Error).message}`);
  }
  const { format } = (value ?? {}) as { format?: unknown };
  if (format !== 1) throw new StartError(`${file} is of format ${String(format)}; this version reads format 1`);
  if (!isManifest(value)) throw new StartError(`${file} is damaged: it does not say what a backup consists of`);
  return value;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** Becomes part of a statement and of a path. */
const isName = (value: unknown): value is string => isText(value) && /^[a-z_][a-z0-9_]*$/.test(value);
const isListOf = <T>(value: unknown, isOne: (one: T) => boolean): value is T[] =>
  Array.isArray(value) && value.every(isOne);

function isManifest(value: unknown): value is Manifest {
  const it = value as Manifest;
  return (
    isText(it.made_at) &&
    (it.secret_id === null || isText(it.secret_id)) &&
    isText(it.generation?.id) &&
    isCount(it.generation.number) &&
    isListOf(it.home, (one: string) => (HOME_FILES as readonly string[]).includes(one)) &&
    isListOf(it.migrations, (one: Dump['migrations'][number]) => isText(one?.name) && isText(one.checksum)) &&
    isListOf(it.sequences, (one: Dump['sequences'][number]) => isName(one?.name) && isCount(one.value)) &&
    isListOf(
      it.tables,
      (one: Dump['tables'][number]) =>
        isName(one?.name) &&
        isListOf(one.columns, isName) &&
        isCount(one.rows) &&
        isCount(one.bytes) &&
        isText(one.sha256),
    )
  );
}
