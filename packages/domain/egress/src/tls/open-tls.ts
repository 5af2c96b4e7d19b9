import type { Config } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Resolver } from '@hikyaku/dns';
import type { Log } from '@hikyaku/log';
import { type ClearHosts, openClearHosts } from './clear-hosts.ts';
import { openPolicies, type StsPolicies } from './open-policies.ts';
import { readTrust, type Trust } from './read-trust.ts';
import { openTlsResults, type TlsResults } from './tls-results.ts';

/** What one worker knows of TLS outward. */
export type TlsWorld = {
  readonly trust: Trust;
  readonly policies: StsPolicies;
  readonly results: TlsResults;
  readonly clearHosts: ClearHosts;
  /** Shares with the other workers what was learnt since the last time. */
  sweep(): Promise<void>;
};

/** Opens it from what Postgres keeps. `policyPort` is 443 but for tests. */
export async function openTls(parts: {
  readonly db: Database;
  readonly resolver: Resolver;
  readonly config: Pick<Config, 'tlsCaFile' | 'sandbox' | 'retryScale'>;
  readonly log: Log;
  readonly policyPort?: number;
}): Promise<TlsWorld> {
  const { db, resolver, config, log } = parts;
  const trust = readTrust(config.tlsCaFile);
  const results = openTlsResults(db, log);
  const clearHosts = await openClearHosts(db, config.retryScale, log);
  const policies = await openPolicies({
    db,
    resolver,
    log,
    ca: trust.ca,
    port: parts.policyPort,
    sandbox: config.sandbox,
    onFault: (domain, result, detail) => results.noteFault(domain, result, detail),
  });
  return {
    trust,
    policies,
    results,
    clearHosts,
    async sweep() {
      await results.flush();
      await clearHosts.reload();
      await policies.reload();
    },
  };
}
