import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '@hikyaku/campaign';
import { CPU_UNIT, cpuFigures, readStages } from './cpu/stage-cpu.ts';
import { type Ground, openGround } from './open-ground.ts';
import { openOwnSink, openSink, type SinkOptions } from './open-sink.ts';
import { openSubmission } from './open-submission.ts';
import type { Bench, Figure } from './row.ts';
import { type Load, sendLoad } from './send-load.ts';
import { SIZES } from './sizes.ts';
import type { RowPlan, World } from './world.ts';

const WATCH_MS = 100;
const GIVE_UP_MS = 300_000;
const SESSIONS = 100;

/**
 * The relay way: messages over SMTP AUTH, each committed before its 250, signed and sent one by one into an accept-all
 * receiver. Messages a second from the first MAIL to the last outcome in the ledger. Fails when one was refused, is missing
 * or counted wrong.
 */
async function openRelay({ peers, mtas, hold }: World, load: Load, receiver?: SinkOptions): Promise<Bench> {
  const sink = hold(receiver ? await openOwnSink(receiver) : await openSink(peers));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port};rate=50000/s`, mtas }, hold);
  const { engine } = ground;
  const { msa, ...target } = await openSubmission(ground);
  const read = () => readStages({ ...ground, others: { msa: msa.pid, [sink.name]: sink.pid } });
  let figures: readonly Figure[] = [];
  return {
    settings: {
      ...load,
      auth: true,
      dkim: 'rsa-2048',
      fsync: true,
      limits: 'counted',
      mtas,
      ...receiver,
      sink: sink.name,
    },
    async run() {
      const [last] = await engine.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM deliveries');
      const before = read();
      const began = performance.now();
      const sent = await sendLoad({ ...target, ...load });
      if (sent.accepted !== load.messages) throw new Error(`${sent.refused} messages were refused`);
      await settled(ground, last!.id, load.messages);
      const tookMs = performance.now() - began - sent.openedMs;
      figures = [
        { name: 'accepted', unit: 'messages/s', value: (load.messages / sent.ms) * 1_000 },
        ...cpuFigures(before, read(), load.messages),
        { name: 'client', unit: CPU_UNIT, value: sent.cpuMicroseconds / load.messages },
      ];
      const differences = await auditLedger(engine);
      if (differences.length > 0) throw new Error(`the ledger does not add up: ${JSON.stringify(differences)}`);
      return (load.messages / tookMs) * 1_000;
    },
    figures: () => figures,
  };
}

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

function relayRow(
  name: string,
  about: string,
  of: { bytes?: number; share?: number; receiver?: SinkOptions },
): RowPlan {
  const { bytes = 8_192, share = 1, receiver } = of;
  return {
    name,
    unit: 'messages/s',
    about,
    open: (world) => {
      const messages = Math.max(SESSIONS, Math.round((world.people * share) / 2));
      return openRelay(world, { messages, sessions: SESSIONS, bytes }, receiver);
    },
  };
}

const ABOUT = 'single messages over SMTP AUTH, committed, signed, sent';

export const relayRows: readonly RowPlan[] = [
  ...SIZES.map(({ suffix, bytes, share }) => relayRow(`relay${suffix}`, ABOUT, { bytes, share })),
  relayRow('relay-far', `${ABOUT}; the receiver 50 ms away`, { receiver: { delayMs: 50 } }),
];
