import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { STATE } from '../state.ts';
import { keepNumber, readKeptNumber } from './kept-numbers.ts';
import { openSettledLedger, readSettled } from './settled-ledger.ts';

const homes: string[] = [];
let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hikyaku-ledger-'));
  homes.push(home);
  folder = join(home, 'mta', '0');
  mkdirSync(folder, { recursive: true });
});
afterAll(() => homes.forEach((one) => void rmSync(one, { recursive: true, force: true })));

const faults: Error[] = [];
const fileOf = (ms: number) => `settled-${String(ms).padStart(15, '0')}-1.bin`;
const open = (bounds?: Parameters<typeof openSettledLedger>[2]) =>
  openSettledLedger(folder, (error) => faults.push(error), bounds);
const idsOf = () => [...readSettled(folder)].flatMap(({ state, ids }) => ids.map((id) => `${id}:${state}`));
const files = () => readdirSync(folder).filter((name) => name.startsWith('settled-'));

test('whoever is final is on the disk when noting resolves, a kill or not; the deferred and the suppressed are not', async () => {
  const ledger = await open();
  await ledger.note([
    { id: 11, state: STATE.delivered },
    { id: 12, state: STATE.deferred },
    { id: 13, state: STATE.bounced },
    { id: 14, state: STATE.suppressed },
    { id: 15, state: STATE.unconfirmed },
    { id: 10, state: STATE.delivered },
  ]);
  // Not closed: what a killed worker leaves.
  expect(idsOf()).toEqual(['10:2', '11:2', '13:3', '15:7']);
  appendFileSync(join(folder, files()[0]!), 'torn by a crash');
  const next = await open();
  await next.note([{ id: 20, state: STATE.delivered }]);
  expect(idsOf()).toEqual(['10:2', '11:2', '13:3', '15:7', '20:2']);
  await next.close();
  await ledger.close();
});

test('a worker that settles nothing leaves no file', async () => {
  const ledger = await open();
  await ledger.note([{ id: 1, state: STATE.deferred }]);
  await ledger.close();
  expect(files()).toEqual([]);
});

test('old files are given up: beyond the size, oldest first, and beyond the age', async () => {
  for (const [name, bytes] of [
    [fileOf(1), 60],
    [fileOf(2), 60],
    [fileOf(3), 60],
  ] as const) {
    writeFileSync(join(folder, name), Buffer.alloc(bytes));
  }
  const bounds = { rotateBytes: 1_000, keptBytes: 130, keptMs: 3_600_000 };
  const ledger = await open(bounds);
  await ledger.note([{ id: 1, state: STATE.delivered }]);
  expect(files().sort().slice(0, -1)).toEqual([fileOf(2), fileOf(3)]);
  utimesSync(join(folder, fileOf(2)), 0, 0);
  const next = await open({ ...bounds, keptBytes: 1_000_000 });
  await next.note([{ id: 2, state: STATE.delivered }]);
  expect(files()).not.toContain(fileOf(2));
  expect(idsOf()).toEqual(['1:2', '2:2']);
  await ledger.close();
  await next.close();
});

test('a disk that cannot be written is told of and keeps nobody from settling', async () => {
  const ledger = await open();
  rmSync(folder, { recursive: true });
  await ledger.note([{ id: 1, state: STATE.delivered }]);
  expect(faults.at(-1)).toMatchObject({ code: 'ENOENT' });
  await ledger.close();
});

test('the highest number of all workers of a home counts, for each database by itself; a damaged file is named', () => {
  const other = join(home, 'mta', '1');
  mkdirSync(other);
  expect(readKeptNumber(home, 'a')).toBeNull();
  keepNumber(folder, 'a', 7);
  keepNumber(other, 'a', 9);
  keepNumber(other, 'b', 2);
  expect([readKeptNumber(home, 'a'), readKeptNumber(home, 'b'), readKeptNumber(home, 'c')]).toEqual([9, 2, null]);
  expect(readFileSync(join(other, 'generation.json'), 'utf8')).toBe('{"a":9,"b":2}\n');
  writeFileSync(join(folder, 'generation.json'), '{');
  expect(() => readKeptNumber(home, 'a')).toThrow(join(folder, 'generation.json'));
});
