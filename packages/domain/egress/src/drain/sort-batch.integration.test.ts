import { fixedResolver } from '@hikyaku/dns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimBatch } from '../claim/claim-batch.ts';
import { resolveDomain } from '../shape/resolve-site.ts';
import { openRig } from '../testing/open-rig.ts';
import type { StsPolicy } from '../tls/parse-policy.ts';
import { sortBatch } from './sort-batch.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const policy = (domain: string, mode: StsPolicy['mode']): StsPolicy => ({
  domain,
  id: '1',
  mode,
  mx: ['mx.host.example'],
  maxAgeSeconds: 60,
  lines: [],
});
const POLICIES: Record<string, StsPolicy> = {
  'strict.example': policy('strict.example', 'enforce'),
  'testing.example': policy('testing.example', 'testing'),
};

test('at one site each domain whose policy is enforced is a group of its own, and all others share one', async () => {
  const domains = ['plain.example', 'strict.example', 'testing.example', 'other.example'];
  const mx = [{ exchange: 'mx.host.example', preference: 10 }];
  const resolver = fixedResolver(Object.fromEntries(domains.map((domain) => [domain, { mx }])));
  const before = await rig.world({ resolver });
  const policies = { policyOf: async (domain: string) => POLICIES[domain] ?? null, reload: async () => {} };
  const world = { ...before, tls: { ...before.tls, policies } };
  const home = await resolveDomain(world, 'plain.example');
  if (home.kind !== 'hosts') throw new Error(home.kind);
  await rig.addDue(
    home.siteId,
    domains.map((domain) => `a@${domain}`),
  );
  const batch = await claimBatch(rig.db, {
    siteId: home.siteId,
    stream: 0,
    worker: rig.worker,
    leaseMs: 60_000,
    size: 50,
    afterTenant: 0,
  });
  const site = { id: home.siteId, key: 'mx:mx.host.example', mx: ['mx.host.example'], learned: null };
  const { groups, moved } = await sortBatch(world, batch!, site, new Map());
  expect(moved).toEqual([]);
  expect(groups.map(({ enforced, recipients }) => [enforced?.domain, recipients.map((one) => one.domain)])).toEqual([
    [undefined, ['plain.example', 'testing.example', 'other.example']],
    ['strict.example', ['strict.example']],
  ]);
  expect(groups[0]!.domains.get('testing.example')?.mode).toBe('testing');
});
