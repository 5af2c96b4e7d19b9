import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TenantScope, withTenant } from '@hikyaku/db';
import { createWebhook } from '@hikyaku/events';
import type { Hold } from './hold.ts';
import { need } from './need.ts';
import type { Ground } from './open-ground.ts';

export type Hooks = {
  /** Of the endpoint in the ledger. */
  readonly webhookId: number;
  readonly pid: number;
  /** POSTs that have come so far. */
  posts(): Promise<number>;
};

/** Loopback is what the sandbox allows, and where the benchmark's endpoint is. */
const RULES = { allowLoopback: true, ownPorts: new Set<number>() };

/** A tenant's endpoint that wants every event, in a process of its own. */
export async function openHooks(
  { app, keyring }: Ground,
  scope: TenantScope,
  answer: { readonly status: number; readonly delayMs: number },
  hold: Hold,
): Promise<Hooks> {
  const args = [join(import.meta.dirname, 'hooks.mjs'), String(answer.status), String(answer.delayMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  hold({
    async close() {
      if (child.exitCode !== null || child.signalCode) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const wanted = { url: `http://127.0.0.1:${port}/`, events: ['*'] };
  const { id } = await withTenant(app, scope, async (sql) => need(await createWebhook(sql, keyring, RULES, wanted)));
  return {
    webhookId: id,
    pid: child.pid!,
    async posts() {
      child.send('posts');
      const [{ posts }] = (await once(child, 'message')) as [{ posts: number }];
      return posts;
    },
  };
}
