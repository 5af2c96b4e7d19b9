import { generateKeyPairSync, sign } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  /** One RSA-2048 signature on one core, in microseconds: the floor under every signed message. */
  readonly rsaMicroseconds: number;
  /** One block written and synced in the folder of temporary files, where the databases and queues of the benchmark lie. */
  readonly syncMicroseconds: number;
  /** The load of the last minute before the benchmark began: what else went on. */
  readonly loadBefore: number;
};

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    rsaMicroseconds: Math.round(timeSignature()),
    syncMicroseconds: Math.round(timeSync()),
    loadBefore: Number(loadavg()[0]!.toFixed(2)),
  };
}

function timeSignature(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(512, 'x');
  const once = () => sign('sha256', data, privateKey);
  return medianTime(1_000, once);
}

function timeSync(): number {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-bench-disk-'));
  const file = openSync(join(folder, 'block'), 'w');
  const block = Buffer.alloc(4_096, 'x');
  try {
    return medianTime(100, () => {
      writeSync(file, block);
      fdatasyncSync(file);
    });
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Microseconds, in the middle: what else the machine does is seldom in there. */
function medianTime(rounds: number, work: () => void): number {
  for (let round = 0; round < rounds / 10; round++) work();
  const times = Array.from({ length: rounds }, () => {
    const began = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - began) / 1_000;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}
