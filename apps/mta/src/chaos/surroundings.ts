import type { TestCluster } from '@hikyaku/db/testing';
import type { Redis } from './open-redis.ts';

/** What all rounds of a run share. */
export type Surroundings = {
  readonly cluster: TestCluster & { pid(): number };
  /** Wake-ups and limits are here; undefined: in Postgres. */
  readonly redis?: Redis | undefined;
  /** What Node runs as the mta, when not the sources. */
  readonly program?: readonly string[] | undefined;
  /** Bulk recipients of a stroke. */
  readonly people: number;
};
