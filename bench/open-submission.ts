import { withTenant } from '@hikyaku/db';
import { createSmtpLogin } from '@hikyaku/tenancy';
import { need } from './need.ts';
import { BENCH_DOMAIN, type Ground, type RunningProgram } from './open-ground.ts';
import type { Target } from './send-load.ts';

const MSA_PORT = 2_587;

export type Submission = Target & { readonly msa: RunningProgram };

/** The msa beside what the ground has, and a login for it: AUTH in clear, as on loopback in the sandbox. */
export async function openSubmission(ground: Ground): Promise<Submission> {
  const login = await withTenant(ground.app, ground.scope, async (sql) =>
    need(await createSmtpLogin(sql, { name: 'bench' })),
  );
  const msa = await ground.startProgram('msa', { HIKYAKU_SANDBOX: 'on' });
  return { port: MSA_PORT + ground.offset, login, from: `sender@${BENCH_DOMAIN}`, msa };
}
