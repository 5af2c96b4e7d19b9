import { type Database, type Sql, withTenant } from '@hikyaku/db';
import { ok, type Refusal, type Result, refuse, refuseField, systemScope, writeAudit } from '@hikyaku/tenancy';
import { type AnswerScope, compilePattern } from '../shape/answer-rules.ts';

/** A row of `answer_rules`, as an operator writes it. */
export type AnswerRuleRow = {
  readonly name: string;
  readonly providers: readonly string[];
  readonly pattern: string;
  readonly per_hour: number;
  readonly action: 'suspend' | 'limit';
  readonly connections: number | null;
  readonly per_minute: number | null;
  readonly minutes: number;
  readonly scope: AnswerScope;
};

const COLUMNS = 'name, providers, pattern, per_hour, action, connections, per_minute, minutes, scope';
const ROWS_MAX = 1_000;
const PATTERN_MAX = 300;
const WEEK_MINUTES = 7 * 24 * 60;

export const listAnswerRules = (engine: Sql): Promise<AnswerRuleRow[]> =>
  engine.query<AnswerRuleRow>(`SELECT ${COLUMNS} FROM answer_rules ORDER BY id`);

const isWhole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;

/** What is wrong with a row: the field and the words for it; null when it may be saved. */
function faultOf(row: AnswerRuleRow): readonly [field: string, message: string] | null {
  if (row.name.trim() === '' || row.name.length > 100) return ['name', 'must be 1 to 100 characters'];
  if (row.providers.length > 100) return ['providers', 'must have at most 100 entries'];
  if (row.pattern === '' || row.pattern.length > PATTERN_MAX)
    return ['pattern', `must be 1 to ${PATTERN_MAX} characters`];
  const pattern = compilePattern(row.pattern);
  if (!pattern) return ['pattern', 'is no regular expression'];
  if (pattern.test('')) return ['pattern', 'must not match everything'];
  if (!isWhole(row.per_hour, 1, 10_000)) return ['per_hour', 'must be a whole number from 1 to 10000'];
  if (!isWhole(row.minutes, 1, WEEK_MINUTES)) return ['minutes', `must be a whole number from 1 to ${WEEK_MINUTES}`];
  const isEmpty = row.connections === null && row.per_minute === null;
  if ((row.action === 'limit') === isEmpty)
    return ['action', 'must be suspend, or limit with connections or per_minute'];
  if (row.connections !== null && !isWhole(row.connections, 1, 1_000))
    return ['connections', 'must be a whole number from 1 to 1000'];
  if (row.per_minute !== null && !(row.per_minute > 0 && row.per_minute <= 1_000_000))
    return ['per_minute', 'must be a number above 0, up to 1000000'];
  return row.scope !== 'source' && row.action === 'limit' ? ['scope', 'must be source for a limit'] : null;
}

const SAVE = `
INSERT INTO answer_rules (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (name) DO UPDATE SET providers = excluded.providers, pattern = excluded.pattern, per_hour = excluded.per_hour,
  action = excluded.action, connections = excluded.connections, per_minute = excluded.per_minute, minutes = excluded.minutes,
  scope = excluded.scope`;

export type AnswerRuleChange = { readonly rows: readonly AnswerRuleRow[]; readonly remove?: readonly string[] };

/** Changes the rules: all of it or nothing. A refusal names the row and its field, and what is in force stays. */
export async function changeAnswerRules(
  engine: Database,
  actor: string,
  { rows, remove = [] }: AnswerRuleChange,
): Promise<Result<AnswerRuleRow[]>> {
  const refused = refusalOf(rows);
  if (refused) return refused;
  return withTenant(engine, systemScope(actor), async (sql) => {
    for (const row of rows) {
      const { name, providers, pattern, per_hour, action, connections, per_minute, minutes, scope } = row;
      await sql.query(SAVE, [name, providers, pattern, per_hour, action, connections, per_minute, minutes, scope]);
      await writeAudit(sql, 'answer_rule.save', name, { ...row });
    }
    const gone = await sql.query<{ name: string }>('DELETE FROM answer_rules WHERE name = ANY ($1) RETURNING name', [
      remove,
    ]);
    for (const { name } of gone) await writeAudit(sql, 'answer_rule.remove', name);
    return ok(await listAnswerRules(sql));
  });
}

function refusalOf(rows: readonly AnswerRuleRow[]): Refusal | null {
  if (rows.length > ROWS_MAX) return refuseField('rows', `At most ${ROWS_MAX} rows are changed at once.`);
  for (const [at, row] of rows.entries()) {
    const fault = faultOf(row);
    if (!fault) continue;
    const [field, message] = fault;
    const words = `Row "${row.name}": ${field} ${message}.`;
    return refuse(422, 'invalid', words, [{ path: `rows.${at}.${field}`, message: words }]);
  }
  return null;
}
