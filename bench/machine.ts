import { generateKeyPairSync, sign } from 'node:crypto';
import { cpus, release, totalmem } from 'node:os';

export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  readonly openssl: string;
  /** One RSA-2048 signature on one core, in microseconds: the floor under every signed message. */
  readonly rsaMicroseconds: number;
};

export function describeMachine(): Machine {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(512, 'x');
  const rounds = 2_000;
  for (let round = 0; round < 200; round++) sign('sha256', data, privateKey);
  const began = process.hrtime.bigint();
  for (let round = 0; round < rounds; round++) sign('sha256', data, privateKey);
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    openssl: process.versions.openssl,
    rsaMicroseconds: Math.round(Number(process.hrtime.bigint() - began) / rounds / 1_000),
  };
}
