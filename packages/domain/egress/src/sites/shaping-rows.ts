import { type Database, type Sql, withTenant } from '@hikyaku/db';
import { ok, type Refusal, type Result, refuse, refuseField, systemScope, writeAudit } from '@hikyaku/tenancy';
import type { ShapingRule } from '../shape/shaping.ts';

/** A row of the shaping table, as an operator writes it. */
export type ShapingRow = ShapingRule & { readonly rank: number };

const COLUMNS = 'name, rank, match_on, patterns, connections, per_connection, per_second, tls, verify_tls';
const ROWS_MAX = 1_000;
const PATTERNS_MAX = 200;
const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u;
const HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

/** The whole table, in the order in which it is asked. */
export const listShapingRows = (engine: Sql): Promise<ShapingRow[]> =>
  engine.query<ShapingRow>(`SELECT ${COLUMNS} FROM shaping_rules ORDER BY rank, id`);

const isWhole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;

/** What is wrong with a row: the field and the words for it; null when it may be saved. */
function faultOf(row: ShapingRow): readonly [field: string, message: string] | null {
  if (!NAME.test(row.name)) return ['name', 'must be 1 to 100 characters'];
  if (!isWhole(row.rank, 0, 100_000)) return ['rank', 'must be a whole number from 0 to 100000'];
  if (!['mx', 'domain', 'site', 'default'].includes(row.match_on))
    return ['match_on', 'must be mx, domain, site or default'];
  const needed = row.match_on === 'default' ? 0 : 1;
  if (row.patterns.length < needed || row.patterns.length > PATTERNS_MAX)
    return ['patterns', `must have ${needed} to ${PATTERNS_MAX} entries`];
  const wrong = row.patterns.findIndex((one) => !(row.match_on === 'site' ? NAME.test(one) : HOST.test(one)));
  if (wrong >= 0) return [`patterns.${wrong}`, 'is no name in lower case'];
  if (!isWhole(row.connections, 1, 1_000)) return ['connections', 'must be a whole number from 1 to 1000'];
  if (!isWhole(row.per_connection, 1, 100_000)) return ['per_connection', 'must be a whole number from 1 to 100000'];
  if (row.per_second !== null && !(row.per_second >= 0.001 && row.per_second <= 100_000))
    return ['per_second', 'must be a number from 0.001 to 100000, or null for no rate'];
  if (!['opportunistic', 'required', 'none'].includes(row.tls))
    return ['tls', 'must be opportunistic, required or none'];
  return null;
}

const SAVE = `
INSERT INTO shaping_rules (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (name) DO UPDATE SET rank = excluded.rank, match_on = excluded.match_on, patterns = excluded.patterns,
  connections = excluded.connections, per_connection = excluded.per_connection, per_second = excluded.per_second,
  tls = excluded.tls, verify_tls = excluded.verify_tls`;

export type ShapingChange = {
  /** New rows, and those of a known name as they are to be. */
  readonly rows: readonly ShapingRow[];
  /** Names of rows that are to go. */
  readonly remove?: readonly string[];
};

/**
 * Changes the table: all of it or nothing. A refusal names the row and its field, and what is in force stays. Workers
 * read the table again within five seconds.
 */
export async function changeShaping(
  engine: Database,
  actor: string,
  { rows, remove = [] }: ShapingChange,
): Promise<Result<ShapingRow[]>> {
  const refused = refusalOf(rows, remove);
  if (refused) return refused;
  return withTenant(engine, systemScope(actor), async (sql) => {
    for (const row of rows) {
      await sql.query(SAVE, [
        row.name,
        row.rank,
        row.match_on,
        row.patterns,
        row.connections,
        row.per_connection,
        row.per_second,
        row.tls,
        row.verify_tls,
      ]);
      await writeAudit(sql, 'shaping.save', row.name, { ...row });
    }
    const gone = await sql.query<{ name: string }>('DELETE FROM shaping_rules WHERE name = ANY ($1) RETURNING name', [
      remove,
    ]);
    for (const { name } of gone) await writeAudit(sql, 'shaping.remove', name);
    return ok(await listShapingRows(sql));
  });
}

function refusalOf(rows: readonly ShapingRow[], remove: readonly string[]): Refusal | null {
  if (rows.length > ROWS_MAX) return refuseField('rows', `At most ${ROWS_MAX} rows are changed at once.`);
  for (const [at, row] of rows.entries()) {
    const fault = faultOf(row);
    if (!fault) continue;
    const [field, message] = fault;
    const words = `Row "${row.name}": ${field} ${message}.`;
    return refuse(422, 'invalid', words, [{ path: `rows.${at}.${field}`, message: words }]);
  }
  const kept = remove.indexOf('default');
  return kept < 0 ? null : refuseField(`remove.${kept}`, 'The row "default" stays: no site is ever without limits.');
}
