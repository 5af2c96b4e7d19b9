import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimBatch } from '../claim/claim-batch.ts';
import { releaseBatch } from '../claim/release-batch.ts';
import { attemptOutcome, ownVerdict } from '../drain/make-outcome.ts';
import { openRig } from '../testing/open-rig.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

async function claim(emails: readonly string[]) {
  const siteId = await rig.siteOf('mx:mx.words.example');
  await rig.addDue(siteId, emails);
  const terms = { siteId, stream: 0, worker: rig.worker, leaseMs: 60_000, size: 50, afterTenant: 0 };
  return (await claimBatch(rig.db, terms))!;
}

/** Kanji in no order: nothing that an index could press together. */
const noise = (letters: number) =>
  Array.from(randomBytes(letters * 2).subarray(0, letters), (byte, at) =>
    String.fromCharCode(0x4e00 + ((byte * 79 + at * 131) % 20_000)),
  ).join('');

test.each([
  ['a reply with a letter outside the basic plane where it is cut', `${'x'.repeat(1_999)}😀`],
  ['a reply with NUL', 'no\u0000thing'],
  ['a reply that is longer than an index entry may be', noise(2_000)],
])('%s is kept, and nobody else waits behind it', async (name, text) => {
  const batch = await claim([`a@${name.length}.example`, `b@${name.length}.example`]);
  const [odd, plain] = batch.recipients;
  const said = [{ offsetMs: 1, text }];
  const verdict = ownVerdict('bounced', 'policy');
  const outcome = { verdict, startedAt: performance.now(), said, connection: null };
  rig.settler.add(attemptOutcome(batch, odd!, { ...outcome, reply: { code: 550, enhanced: null, text } }, 1));
  rig.settler.add(attemptOutcome(batch, plain!, { ...outcome, reply: { code: 550, enhanced: null, text: 'no' } }, 1));
  await rig.settler.flush();
  expect([await rig.stateOf(odd!.id), await rig.stateOf(plain!.id)]).toEqual([3, 3]);
  expect(await releaseBatch(rig.db, batch)).toBe(false);
});
