import { REASONS } from '@hikyaku/mail';
import { findSites } from '@hikyaku/submission';
import type { Claimed, ClaimedBatch } from '../claim/claim-batch.ts';
import type { EgressWorld } from '../open-world.ts';
import { type Destination, resolveDomain, type Site } from '../shape/resolve-site.ts';
import type { StsPolicy } from '../tls/parse-policy.ts';
import type { Toward } from './connect.ts';
import { attemptOutcome, movedOutcome, ownVerdict, suppressedOutcome } from './make-outcome.ts';

/** Who may share a connection. */
export type Group = Toward & { readonly recipients: Claimed[] };

type Growing = Group & { readonly domains: Map<string, StsPolicy | null> };

export type Sorted = {
  /** Who is to be sent to, here: one group, and one more for each domain whose policy (MTA-STS) must be obeyed. */
  readonly groups: readonly Group[];
  /** Sites that somebody was moved to. */
  readonly moved: readonly number[];
};

const BELIEVED = REASONS.indexOf('bad_domain') + 1;

/**
 * Asks once more, just before sending: is the address suppressed, and does its domain still belong to this site?
 * Settles those who are not to be sent to from here, and answers the others. `destinations` is what this drain knows of
 * domains: it asks once for each.
 */
export async function sortBatch(
  world: EgressWorld,
  batch: ClaimedBatch,
  site: Site,
  destinations: Map<string, Destination>,
): Promise<Sorted> {
  const open = batch.recipients.filter((recipient) => {
    if (!recipient.suppressed) return true;
    world.settler.add(suppressedOutcome(batch, recipient));
    return false;
  });
  const domains = [...new Set(open.map((recipient) => recipient.domain))].filter(
    (one) => destinations.get(one)?.kind !== 'hosts',
  );
  await findDestinations(world, domains, destinations);
  const groups = new Map<string, Growing>();
  const moved = new Set<number>();
  for (const recipient of open) {
    const destination = destinations.get(recipient.domain)!;
    if (destination.kind === 'hosts' && destination.siteId === site.id) {
      const { hosts, policy } = destination;
      const enforced = policy?.mode === 'enforce' ? policy : null;
      const key = enforced?.domain ?? '';
      const group: Growing = groups.get(key) ?? { hosts, enforced, domains: new Map(), recipients: [] };
      groups.set(key, group);
      group.domains.set(recipient.domain, policy);
      group.recipients.push(recipient);
    } else if (destination.kind === 'hosts') {
      moved.add(destination.siteId);
      world.settler.add(movedOutcome(batch, recipient, destination.siteId));
    } else {
      settleUnreachable(world, batch, recipient, destination);
    }
  }
  return { groups: [...groups.values()], moved: [...moved] };
}

async function findDestinations(
  world: EgressWorld,
  domains: readonly string[],
  destinations: Map<string, Destination>,
): Promise<void> {
  if (domains.length === 0) return;
  const known = await findSites(world.db, world.config, domains);
  const fixed = await fixedSitesOf(world, known.values());
  await Promise.all(
    domains.map(async (domain) => {
      const at = known.get(domain);
      const decided = at !== undefined && fixed.has(at);
      destinations.set(
        domain,
        decided ? { kind: 'hosts', hosts: [], siteId: at, policy: null } : await resolveDomain(world, domain),
      );
    }),
  );
}

/** Of these sites, those that a route or "ours" makes: DNS has no say there. */
async function fixedSitesOf(world: EgressWorld, siteIds: Iterable<number>): Promise<Set<number>> {
  const rows = await world.db.query<{ id: number }>(
    "SELECT id FROM sites WHERE id = ANY ($1) AND (key = 'local' OR key LIKE 'route:%')",
    [[...new Set(siteIds)]],
  );
  return new Set(rows.map((row) => row.id));
}

function settleUnreachable(
  world: EgressWorld,
  batch: ClaimedBatch,
  recipient: Claimed,
  destination: Exclude<Destination, { kind: 'hosts' }>,
) {
  const { kind } = destination;
  const attempted = (() => {
    if (kind === 'null-mx') {
      const reply = { code: 556, enhanced: '5.1.10', text: `${recipient.domain} takes no mail (null MX)` };
      return { verdict: ownVerdict('bounced', 'bad_domain', 'recipient'), reply };
    }
    if (kind === 'nxdomain') {
      // Believed at the second look: a domain's DNS may be broken for an hour.
      const reply = { code: null, enhanced: '5.1.2', text: `the domain ${recipient.domain} does not exist` };
      return {
        verdict: ownVerdict(recipient.reason === BELIEVED ? 'bounced' : 'deferred', 'bad_domain', 'recipient'),
        reply,
      };
    }
    return {
      verdict: ownVerdict('deferred', 'dns_temp'),
      reply: { code: null, enhanced: '4.4.3', text: `DNS: ${destination.reason}` },
    };
  })();
  world.settler.add(
    attemptOutcome(
      batch,
      recipient,
      { ...attempted, startedAt: performance.now(), said: [], connection: null },
      world.config.retryScale,
    ),
  );
}
