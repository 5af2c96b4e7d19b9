import type { Sql } from '@hikyaku/db';

/** Rates beside those of single sites, messages a second. */
export type EgressRates = {
  readonly all: number | null;
  readonly providers: ReadonlyMap<string, number>;
  readonly tenants: ReadonlyMap<number, number>;
};

export const NO_RATES: EgressRates = { all: null, providers: new Map(), tenants: new Map() };

/** The rows of `egress_rates`, as the engine sees them. */
export async function loadEgressRates(sql: Sql): Promise<EgressRates> {
  const rows = await sql.query<{ covers: string; key: string; per_second: number }>(
    'SELECT covers, key, per_second FROM egress_rates',
  );
  const of = (covers: string) => rows.filter((row) => row.covers === covers);
  return {
    all: of('all')[0]?.per_second ?? null,
    providers: new Map(of('provider').map((row) => [row.key, row.per_second])),
    tenants: new Map(of('tenant').map((row) => [Number(row.key), row.per_second])),
  };
}
