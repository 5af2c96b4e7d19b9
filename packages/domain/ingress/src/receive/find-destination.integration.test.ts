import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from '../testing/open-rig.ts';
import { findDestination } from './find-destination.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const look = (address: string) => findDestination(rig.engine, { ...rig.config, keyring: rig.keyring }, address);

test('a return-path is good for 30 days after the last attempt; what is not settled yet is heard at any time', async () => {
  const id = await rig.addRecipient('old@one.example', 'delivered');
  const tryAt = (days: number) =>
    rig.owner.query(
      `INSERT INTO attempts (delivery_id, n, tenant_id, at, outcome) VALUES ($1, $2::int, $3, now() - make_interval(days => $2::int), 2)`,
      [id, days, rig.tenant.scope.tenantId],
    );
  await rig.owner.query("UPDATE recipients SET created_at = now() - interval '40 days' WHERE id = $1", [id]);
  expect(await look(rig.returnPath(id))).toEqual({ kind: 'nobody', ours: true });
  await tryAt(31);
  expect(await look(rig.returnPath(id))).toEqual({ kind: 'nobody', ours: true });
  expect(await look(rig.unsubscribeAddress(id))).toMatchObject({ kind: 'unsubscribe', deliveryId: id });
  await rig.owner.query('UPDATE deliveries SET state = 1 WHERE id = $1', [id]);
  expect(await look(rig.returnPath(id))).toMatchObject({ kind: 'return-path', deliveryId: id });
  await rig.owner.query('UPDATE deliveries SET state = 2 WHERE id = $1', [id]);
  await tryAt(29);
  expect(await look(rig.returnPath(id))).toMatchObject({ kind: 'return-path', deliveryId: id });
});

test("postmaster and abuse of the platform's own domains are a mailbox of the operators, one for both domains", async () => {
  const { platformDomain, bounceDomain } = rig.config;
  const box = await look(`postmaster@${platformDomain}`);
  expect(box).toMatchObject({ kind: 'mailbox', tenantId: 1 });
  expect(await look(`PostMaster@${bounceDomain}`)).toEqual(box);
  expect(await look(`abuse@${platformDomain}`)).toMatchObject({ kind: 'mailbox', tenantId: 1 });
  expect(await look(`somebody@${platformDomain}`)).toEqual({ kind: 'nobody', ours: true });
});
