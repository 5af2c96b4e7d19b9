import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig, secretId } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEnvironment } from '../testing/test-environment.ts';
import { manifestFile, readManifest } from './manifest.ts';
import { checkBackup, describeTarget } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');
const MIGRATIONS = join(import.meta.dirname, '../../../../prisma/migrations');
const SECRET = 'a'.repeat(64);
const folder = mkdtempSync(join(tmpdir(), 'hikyaku-backup-'));
const home = join(folder, 'home');
const backup = join(folder, 'backup');
const config = readConfig({ HIKYAKU_HOME: home, HIKYAKU_SECRET: SECRET });
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  mkdirSync(home);
  await writeBackup(config, database.ownerUrl, backup);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command says when it refuses. */
const refusal = (...args: string[]) =>
  promisify(execFile)(process.execPath, [BOOTSTRAP, ...args], {
    env: testEnvironment({ HIKYAKU_HOME: join(folder, 'none') }),
  }).then(
    () => 'done',
    (error: { stderr: string; code: number }) => `${error.code} ${error.stderr.trim().split('\n').at(-1)}`,
  );
const otherManifest = (text: string) => {
  const other = mkdtempSync(join(folder, 'other-'));
  writeFileSync(manifestFile(other), text);
  return other;
};

test('a backup is whole, and names the secret that it needs without telling it', async () => {
  const manifest = readManifest(backup);
  expect(manifest.secret_id).toBe(secretId(SECRET));
  expect(JSON.stringify(manifest)).not.toContain(SECRET);
  await expect(checkBackup(config, backup, manifest, MIGRATIONS)).resolves.toBeUndefined();
  expect(readdirSync(folder)).not.toContain('backup.partial');
});

test('a folder that is there already is not written into', async () => {
  await expect(writeBackup(config, database.ownerUrl, backup)).rejects.toThrow(`${backup} is there already`);
});

test('what is no backup, was cut short, or is of another format, is refused by name', () => {
  expect(() => readManifest(folder)).toThrow(`${folder} is no backup, or one that was cut short`);
  const cut = otherManifest('{"format": 1, "tab');
  expect(() => readManifest(cut)).toThrow(`${manifestFile(cut)} is truncated or damaged`);
  expect(() => readManifest(otherManifest('{"format": 2}'))).toThrow('is of format 2; this version reads format 1');
  expect(() => readManifest(otherManifest('null'))).toThrow('is of format undefined');
  expect(() => readManifest(otherManifest('{"format": 1}'))).toThrow('is damaged');
});

test('names in a manifest that would leave the folder or the statement are refused', () => {
  const manifest = readManifest(backup);
  const [table, ...tables] = manifest.tables;
  for (const bad of [
    { ...manifest, tables: [{ ...table, name: '../x' }, ...tables] },
    { ...manifest, tables: [{ ...table, columns: ['a", "b'] }, ...tables] },
    { ...manifest, sequences: [{ name: 'a"; DROP', value: 1 }] },
    { ...manifest, home: ['../../etc/passwd'] },
  ]) {
    expect(() => readManifest(otherManifest(JSON.stringify(bad)))).toThrow('is damaged');
  }
});

test('a backup that was sealed with another secret is refused before anything is touched', async () => {
  const other = readConfig({ HIKYAKU_HOME: home, HIKYAKU_SECRET: 'b'.repeat(64) });
  await expect(checkBackup(other, backup, readManifest(backup), MIGRATIONS)).rejects.toThrow('could not be opened');
});

test('a database that programs are connected to is not replaced', async () => {
  expect(await describeTarget(database.ownerUrl)).toMatch(/^1 tenants, 0 contacts/);
  const mta = openDatabase({ url: database.engineUrl, max: 1, name: 'mta' });
  await mta.query('SELECT 1');
  await expect(describeTarget(database.ownerUrl)).rejects.toThrow('programs are connected to the database (mta)');
  await mta.close();
});

test('the commands say in a line what is wrong', { timeout: 90_000 }, async () => {
  expect(await refusal('backup', '--two', 'x')).toMatch(/^1 hikyaku: .*'--two'/);
  expect(await refusal('restore')).toBe('1 hikyaku: usage: npm run restore -- --from FOLDER [--yes]');
  expect(await refusal('hold', 'perhaps')).toBe('1 hikyaku: usage: npm run hold -- [release | cancel]');
});
