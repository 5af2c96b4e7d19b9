import { afterEach, expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
afterEach(() => rig.close());

const ANSWER = '421 4.7.0 Messages deferred, your volume is not welcome';

test('once an answer rule has fired a site is left alone, and who waits has not been tried', async () => {
  rig = await openRig({
    personalities: [
      {
        name: 'touchy',
        about: 'Defers everybody for two hours after the first try.',
        match: { domain: 'touchy.test' },
        defer: { per: 'source', forSeconds: 7_200, forgetAfterSeconds: 864_000, answer: ANSWER },
      },
    ],
  });
  await rig.owner.query(
    `INSERT INTO answer_rules (name, pattern, per_hour, action, minutes) VALUES ('touchy', 'volume is not welcome', 2, 'suspend', 130)`,
  );
  await rig.egress.sweep();
  for (let n = 0; n < 20; n++) await rig.send(`person${n}@touchy.test`);
  const suspended = await rig.until(async () => {
    const rows = await rig.owner.query<{ why: string }>("SELECT why FROM site_limits WHERE rule = 'touchy'");
    return rows[0];
  });
  expect(suspended.why).toBe(ANSWER);
  await rig.until(async () => (await rig.counts()).accepted === 20);
  const [tried] = await rig.owner.query<{ refused: number }>(
    'SELECT count(*)::int AS refused FROM attempts WHERE outcome = 1',
  );
  // Two fire the rule; a few more were on their way on other connections.
  expect(tried!.refused).toBeGreaterThanOrEqual(2);
  expect(tried!.refused).toBeLessThan(10);
  expect(await rig.counts()).toMatchObject({ accepted: 20, duplicates: 0 });
});
