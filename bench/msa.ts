import { totalCpu } from './cpu/read-cpu.ts';
import { CPU_UNIT, cpuFigures, readStages } from './cpu/stage-cpu.ts';
import { openGround } from './open-ground.ts';
import { openSubmission } from './open-submission.ts';
import { openTunedPostfix } from './peers/tuned-postfix.ts';
import type { Bench, Figure } from './row.ts';
import { type Load, type Sent, sendLoad } from './send-load.ts';
import { NO_POSTFIX, type RowPlan, type World } from './world.ts';

const SESSIONS = 100;
const BYTES = 8_192;
/** A port where nobody listens: what is taken stays. */
const NOWHERE = 9;

const loadOf = ({ people }: World): Load => ({
  messages: Math.max(SESSIONS, Math.round(people / 2)),
  sessions: SESSIONS,
  bytes: BYTES,
});

const rateOf = (load: Load, sent: Sent): number => {
  if (sent.accepted !== load.messages) throw new Error(`${sent.refused} messages were refused`);
  return (load.messages / sent.ms) * 1_000;
};

const clientOf = (load: Load, sent: Sent): Figure => ({
  name: 'client',
  unit: CPU_UNIT,
  value: sent.cpuMicroseconds / load.messages,
});

/** Messages over SMTP AUTH into the ledger, each committed before its 250. No mta runs: nothing is sent. */
async function msaBench(world: World): Promise<Bench> {
  const load = loadOf(world);
  const ground = await openGround({ routes: `*=127.0.0.1:${NOWHERE}`, mtas: 0 }, world.hold);
  const { msa, ...target } = await openSubmission(ground);
  const read = () => readStages({ ...ground, others: { msa: msa.pid } });
  let figures: readonly Figure[] = [];
  return {
    settings: { ...load, auth: true, stored: 'postgres', fsync: true },
    async run() {
      const before = read();
      const sent = await sendLoad({ ...target, ...load });
      figures = [...cpuFigures(before, read(), load.messages), clientOf(load, sent)];
      const [row] = await ground.engine.query<{ kept: number }>(
        'SELECT count(*) AS kept FROM (SELECT 1 FROM messages ORDER BY id DESC LIMIT $1) m',
        [load.messages],
      );
      if (row!.kept !== load.messages) throw new Error(`${row!.kept} of ${load.messages} messages are in the ledger`);
      return rateOf(load, sent);
    },
    figures: () => figures,
  };
}

/** The same into the queue of a Postfix that sends nothing. */
async function postfixSmtpdBench(world: World): Promise<Bench | string> {
  if (!world.peers) return NO_POSTFIX;
  const load = loadOf(world);
  const settings = { defer_transports: 'smtp' };
  const postfix = world.hold(await openTunedPostfix(world.peers, { relayPort: NOWHERE, signs: false, settings }));
  const read = () => ({ postfix: totalCpu(postfix.pids.postfix!) });
  let figures: readonly Figure[] = [];
  return {
    settings: { ...load, auth: false, stored: 'queue on disk', fsync: true },
    async run() {
      const before = read();
      const sent = await sendLoad({ port: postfix.port, from: 'sender@bench.test', ...load });
      figures = [...cpuFigures(before, read(), load.messages), clientOf(load, sent)];
      return rateOf(load, sent);
    },
    figures: () => figures,
  };
}

export const submissionRows: readonly RowPlan[] = [
  { name: 'msa', unit: 'messages/s', about: 'submissions taken into the ledger, none sent', open: msaBench },
  { name: 'postfix-smtpd', unit: 'messages/s', about: 'the same into the queue of Postfix', open: postfixSmtpdBench },
];
