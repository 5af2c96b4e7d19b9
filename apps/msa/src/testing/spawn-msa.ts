import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';
import type { TestDatabase } from '@hikyaku/db/testing';
import { vi } from 'vitest';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The MSA as a program of its own, ready. */
export async function spawnMsa(
  database: Pick<TestDatabase, 'appUrl' | 'engineUrl'>,
  home: string,
): Promise<{ readonly port: number; readonly program: ChildProcess; get(path: string): Promise<string> }> {
  const [port, tlsPort, opsPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const program = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../main.ts')], {
    env: childEnvironment({
      DATABASE_URL: database.appUrl,
      DATABASE_ENGINE_URL: database.engineUrl,
      HIKYAKU_SECRET: '11'.repeat(32),
      HIKYAKU_HOME: home,
      HIKYAKU_SANDBOX: 'on',
      HIKYAKU_MSA_PORT: String(port),
      HIKYAKU_MSA_TLS_PORT: String(tlsPort),
      HIKYAKU_MSA_OPS_PORT: String(opsPort),
    }),
    stdio: 'ignore',
  });
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${opsPort}${path}`)).text();
  await vi.waitFor(
    async () => {
      if ((await get('/readyz')) !== 'ok\n') throw new Error('not ready');
    },
    { timeout: 40_000, interval: 50 },
  );
  return { port, program, get };
}
