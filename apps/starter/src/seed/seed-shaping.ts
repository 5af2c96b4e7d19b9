import type { Sql } from '@hikyaku/db';
import { personalities } from '@hikyaku/sandbox';

/** The sandbox's receivers come before the providers of the real world, and everybody else of `.example` after them. */
const RANK = 100;
const RANK_OF_ALL = 900;

/** Shaping rows of the sandbox's personalities: below what each of them bears. */
export async function seedShaping(owner: Sql): Promise<void> {
  const rows = personalities.flatMap(({ name, match, shaping }, at) =>
    shaping
      ? [
          {
            name: `sandbox:${name}`,
            rank: match.domain === '*' ? RANK_OF_ALL : RANK + at,
            pattern: match.domain === '*' ? '*.example' : match.domain,
            ...shaping,
          },
        ]
      : [],
  );
  await owner.query(
    `INSERT INTO shaping_rules (name, rank, match_on, patterns, connections, per_connection, per_second)
     SELECT name, rank, 'domain', ARRAY[pattern], connections, "perConnection", "perSecond"
     FROM jsonb_to_recordset($1::jsonb) AS r (name text, rank int, pattern text, connections int, "perConnection" int, "perSecond" float)
     ON CONFLICT (name) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
