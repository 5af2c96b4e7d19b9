import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTenant } from '@hikyaku/db';
import { createSmtpLogin } from '@hikyaku/tenancy';
import { BENCH_DOMAIN, type Ground } from './open-ground.ts';
import type { Target } from './send-load.ts';

const MSA_PORT = 2_587;

/** The msa beside what the ground has, and a login for it: AUTH in clear, as on loopback in the sandbox. */
export async function openSubmission(ground: Ground): Promise<Target & { readonly pid: number }> {
  const made = await withTenant(ground.app, ground.scope, (sql) => createSmtpLogin(sql, { name: 'bench' }));
  if (!made.ok) throw new Error(made.detail);
  const msa = await ground.startProgram('msa', { HIKYAKU_SANDBOX: 'on' });
  const port = MSA_PORT + ground.offset;
  await waitFor(port);
  return { port, login: made.value, from: `sender@${BENCH_DOMAIN}`, pid: msa.pid };
}

async function waitFor(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error(`the msa does not listen at port ${port}`);
}
