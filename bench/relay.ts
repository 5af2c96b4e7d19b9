import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '@hikyaku/campaign';
import type { Ground } from './open-ground.ts';
import { openSubmission } from './open-submission.ts';
import { cpuOf } from './process-cpu.ts';
import type { Bench } from './row.ts';
import { type Load, sendLoad } from './send-load.ts';

const WATCH_MS = 100;
const GIVE_UP_MS = 300_000;

/**
 * The relay way: messages over SMTP AUTH, each committed before its 250, signed and sent one by one into an accept-all
 * receiver. Messages a second from the first MAIL to the last outcome in the ledger. Fails when one was refused, is missing
 * or counted wrong.
 */
export async function relayBench(ground: Ground, load: Load, sink: string): Promise<Bench> {
  const { engine } = ground;
  const submission = await openSubmission(ground);
  return {
    settings: { ...load, auth: true, dkim: 'rsa-2048', fsync: true, limits: 'counted', sink },
    async run() {
      const [before] = await engine.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM deliveries');
      const pids = { msa: submission.pid, mta: ground.mtas[0]!.pid, postgres: ground.postgresPid() };
      const used = readCpu(pids);
      const began = Date.now();
      const sent = await sendLoad({ ...submission, ...load });
      if (sent.accepted !== load.messages) throw new Error(`${sent.refused} messages were refused`);
      await settled(ground, before!.id, load.messages);
      const tookMs = Date.now() - began - sent.openedMs;
      const spent = readCpu(pids);
      const stages = Object.keys(pids).map(
        (name) => `${name} ${Math.round((spent[name]! - used[name]!) / load.messages)}`,
      );
      process.stderr.write(
        `relay: CPU us a message: ${stages.join(', ')}, client ${Math.round(sent.cpuMicroseconds / load.messages)}; accepted at ${Math.round((load.messages / sent.ms) * 1_000)}/s\n`,
      );
      const differences = await auditLedger(engine);
      if (differences.length > 0) throw new Error(`the ledger does not add up: ${JSON.stringify(differences)}`);
      return (load.messages / tookMs) * 1_000;
    },
  };
}

const readCpu = (pids: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)]));

async function settled({ engine }: Ground, after: number, messages: number): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  let delivered = 0;
  while (Date.now() < deadline) {
    const [row] = await engine.query<{ delivered: number }>(
      'SELECT count(*) AS delivered FROM deliveries WHERE id > $1 AND state = 2',
      [after],
    );
    delivered = row!.delivered;
    if (delivered >= messages) return;
    await sleep(WATCH_MS);
  }
  throw new Error(`${delivered} of ${messages} were delivered in time`);
}
