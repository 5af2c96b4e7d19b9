import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoSeed } from '../seed/demo-seed.ts';
import { findPortOffset } from './find-port-offset.ts';
import { testEnvironment } from './test-environment.ts';

/** demo.json as it is read. */
export type Demo = Omit<DemoSeed, 'smtp'> & {
  readonly url: string;
  readonly api_url: string;
  readonly smtp: DemoSeed['smtp'] & { readonly host: string; readonly port: number; readonly tls_port: number };
  readonly mda: { readonly host: string; readonly port: number };
  readonly sandbox: { readonly url: string; readonly smtp_port: number; readonly dns_port: number };
  readonly database_url: string;
  readonly processes: Readonly<Record<string, number>>;
};

export type RunningProduct = {
  readonly home: string;
  readonly portOffset: number;
  readonly demoFile: string;
  /** demo.json at this moment: process ids change when a program is started again. */
  readDemo(): Demo;
  /** What the start said so far. */
  said(): string;
  /** SIGTERM; resolves with the exit code when everything is gone and the home removed. */
  close(): Promise<number>;
};

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');
const READY_WITHIN_MS = 300_000;
/** 48 hours of retries in 35 seconds: a test sees the end of them. */
const RETRY_SCALE = '0.0002';

/**
 * Starts the whole product, as `npm start` does, in a temporary home on free ports. `env`: settings of this run; `home`: one
 * that was used before and stays.
 * Throws with what it said when it does not get ready, or when `stop` is aborted before.
 */
export async function openProduct(
  options: { env?: Record<string, string>; home?: string; stop?: AbortSignal } = {},
): Promise<RunningProduct> {
  const home = options.home ?? makeHome();
  const portOffset = await findPortOffset();
  const env = testEnvironment({
    HIKYAKU_HOME: home,
    HIKYAKU_PORT_OFFSET: String(portOffset),
    HIKYAKU_RETRY_SCALE: RETRY_SCALE,
    ...options.env,
  });
  const child = spawn(process.execPath, [BOOTSTRAP, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]) => (code as number | null) ?? 1);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const demoFile = join(home, 'demo.json');
  const close = async () => {
    child.kill('SIGTERM');
    const code = await ended;
    if (!options.home) rmSync(home, { recursive: true, force: true });
    return code;
  };
  for (let waited = 0; !existsSync(demoFile); waited += 100) {
    const over = child.exitCode !== null || child.signalCode !== null || options.stop?.aborted;
    if (over || waited > READY_WITHIN_MS) {
      await close();
      throw new Error(`the product did not get ready:\n${said}`);
    }
    await sleep(100);
  }
  return {
    home,
    portOffset,
    demoFile,
    readDemo: () => JSON.parse(readFileSync(demoFile, 'utf8')),
    said: () => said,
    close,
  };
}

/** A temporary home. Under root Postgres runs as another account, which has to reach its folder. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'hikyaku product '));
  chmodSync(home, 0o755);
  return home;
}
