import { afterAll, beforeAll, expect, test } from 'vitest';
import { unknownOutcome } from '../drain/make-outcome.ts';
import { openRig } from '../testing/open-rig.ts';
import { claimBatch } from './claim-batch.ts';
import { loseBatches } from './lose-batches.ts';
import { releaseBatch } from './release-batch.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const claim = async (siteId: number) => {
  const terms = { siteId, stream: 0, worker: rig.worker, leaseMs: 60_000, size: 50, afterTenant: 0 };
  const batch = (await claimBatch(rig.db, terms))!;
  return { batch, recipient: batch.recipients[0]! };
};
const becomeDue = (id: number) => rig.owner.query('UPDATE deliveries SET due_at = now() WHERE id = $1', [id]);

test('a receiver that never answers the dot gets a single message twice at most', async () => {
  const siteId = await rig.siteOf('mx:mx.mute.example');
  const [id] = await rig.addDue(siteId, ['a@mute.example']);
  const tryOnce = async () => {
    const { batch, recipient } = await claim(siteId);
    const lost = { kind: 'lost', afterDot: true, phase: 'dot', fault: 'no answer in time', said: [] } as const;
    const of = { startedAt: performance.now(), connection: null, retryMs: 1_000 };
    rig.settler.add(unknownOutcome(batch, recipient, lost, of));
    await rig.settler.flush();
    expect(await releaseBatch(rig.db, batch)).toBe(false);
  };
  await tryOnce();
  expect(await rig.stateOf(id!)).toBe(1);
  await becomeDue(id!);
  await tryOnce();
  expect(await rig.stateOf(id!)).toBe(7);
});

test('a worker that is killed behind the dot each time sends a single message twice at most', async () => {
  const siteId = await rig.siteOf('mx:mx.killed.example');
  const [id] = await rig.addDue(siteId, ['a@killed.example']);
  const tryOnce = async () => {
    const { batch } = await claim(siteId);
    await rig.intents.mark({ id: id!, batch: batch.id, fence: batch.fence });
    await loseBatches(rig.db, { worker: rig.worker }, 1_000);
  };
  await tryOnce();
  expect(await rig.stateOf(id!)).toBe(1);
  await becomeDue(id!);
  await tryOnce();
  expect(await rig.stateOf(id!)).toBe(7);
});
