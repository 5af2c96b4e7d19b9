import type { Config, Keyring } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import type { DrainWaker } from '@hikyaku/submission';
import type { LeadsHere, LookUpTxt } from '@hikyaku/tenancy';

/** What the API stands on. Opened once per process by the program that mounts it. */
export type ApiWorld = {
  readonly config: Config;
  readonly keyring: Keyring;
  /** Postgres as `app`: row level security shows one tenant. */
  readonly app: Database;
  /** Postgres as `engine`: searches, with the tenant named in the statement. */
  readonly engine: Database;
  readonly limits: Pick<Limits, 'takePermits' | 'countLeases'>;
  readonly waker: Pick<DrainWaker, 'wake'>;
  /** Asks the MTA to lay out a campaign that began. */
  wakePlan(campaignId: number): Promise<boolean>;
  /** An import's file has arrived. */
  wakeImport(tenantId: number, importId: number): Promise<boolean>;
  readonly lookUpTxt: LookUpTxt;
  /** Nothing while the product's own address has no name. */
  readonly leadsHere?: LeadsHere;
  readonly log: Log;
};
