import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';

/** Runs `work` while no other start, test or check of this clone installs or builds. A lock of a dead process is void. */
export async function withLock(work) {
  const file = join(CACHE, 'lock');
  mkdirSync(CACHE, { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) process.stderr.write('hikyaku: another command installs or builds in this clone, waiting for it\n');
    told = true;
    await sleep(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = read(file);
  if (holder === undefined || isHeld(holder)) return false;
  const stale = `${file}.${process.pid}`;
  try {
    renameSync(file, stale);
  } catch {
    return false;
  }
  // Someone else may have cleared it and taken it anew in between: then it goes back.
  if (read(stale) === holder) rmSync(stale, { force: true });
  else renameSync(stale, file);
  return false;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isHeld(holder) {
  // Made but not written yet.
  if (holder === '') return true;
  try {
    process.kill(Number(holder), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  const line = read(`/proc/${holder}/cmdline`);
  return line === undefined || line.includes('bootstrap.mjs');
}
