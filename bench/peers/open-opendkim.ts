import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Peers } from './debian.ts';

export type OpenDkim = { readonly milter: string; readonly pid: number; close(): Promise<void> };

/** OpenDKIM as a milter that signs for bench.test as we do: RSA-2048, rsa-sha256, relaxed/relaxed. It logs nothing. */
export async function openOpenDkim(peers: Peers, folder: string): Promise<OpenDkim> {
  const key = join(folder, 'dkim.pem');
  const socket = join(folder, 'opendkim.sock');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const settings = {
    Mode: 's',
    Domain: 'bench.test',
    Selector: 'bench',
    KeyFile: key,
    Canonicalization: 'relaxed/relaxed',
    SignatureAlgorithm: 'rsa-sha256',
    Socket: `local:${socket}`,
    UMask: '000',
    Syslog: 'no',
    Background: 'no',
    RequireSafeKeys: 'no',
  };
  const file = join(folder, 'opendkim.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const child = spawn(peers.opendkim!, ['-f', '-x', file], { env: peers.env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries > 200 || child.exitCode !== null) throw new Error('opendkim did not start');
    await sleep(50);
  }
  return {
    milter: `unix:${socket}`,
    pid: child.pid!,
    async close() {
      if (child.exitCode !== null || child.signalCode) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
