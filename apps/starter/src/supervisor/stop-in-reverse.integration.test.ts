import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';
import { isAlive } from '@hikyaku/db/embedded';
import { afterAll, expect, test } from 'vitest';
import { findFreePort } from '../testing/find-free-port.ts';
import { stopInReverse } from './stop-in-reverse.ts';
import { restartDelayMs, superviseProgram } from './supervise-program.ts';
import { waitReady } from './wait-ready.ts';

const FIXTURE = join(import.meta.dirname, '../testing/fixture-program.mjs');
const folder = mkdtempSync(join(tmpdir(), 'hikyaku-supervisor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a program that does not hear SIGTERM is killed, and is not started again', async () => {
  const port = await findFreePort();
  const pids: number[] = [];
  const program = superviseProgram({
    name: 'stubborn',
    launch: {
      command: process.execPath,
      args: [FIXTURE, String(port), 'stubborn'],
      cwd: folder,
      env: childEnvironment({ HIKYAKU_SUPERVISOR_PID: String(process.pid) }),
    },
    logFile: join(folder, 'stubborn.log'),
    say: () => {},
    onStart: (pid) => pids.push(pid),
  });
  await waitReady(program, `http://127.0.0.1:${port}/`, new AbortController().signal);
  await stopInReverse([program], 200);
  expect(pids).toHaveLength(1);
  expect(isAlive(pids[0]!)).toBe(false);
});

test('the delay before another start grows to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(restartDelayMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ]);
});
