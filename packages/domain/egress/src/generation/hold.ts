import type { Sql } from '@hikyaku/db';

/** `restored`: by the restore command. `behind`, `moved`: found at start, see `compareGeneration`. */
export type HoldReason = 'restored' | 'behind' | 'moved';

export type Hold = {
  readonly since: Date;
  readonly reason: HoldReason;
  readonly decision: 'release' | 'cancel' | null;
  readonly decidedBy: string | null;
};

/** The hold that is on, or null. `sql` is the engine's. */
export async function findHold(sql: Sql): Promise<Hold | null> {
  const [row] = await sql.query<Hold>('SELECT since, reason, decision, decided_by AS "decidedBy" FROM egress_hold');
  return row ?? null;
}

/** Holds everything that would be sent, until a person decides. False when it is held already. */
export async function beginHold(
  sql: Sql,
  reason: HoldReason,
  detail: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const [row] = await sql.query<{ begun: boolean }>('SELECT begin_egress_hold($1, $2) AS begun', [
    reason,
    JSON.stringify(detail),
  ]);
  return row!.begun;
}

/** A person's decision; the MTA carries it out. False when nothing is held or it was decided before. */
export async function decideHold(sql: Sql, decision: 'release' | 'cancel', by: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE egress_hold SET decision = $1, decided_by = $2, decided_at = now() WHERE decision IS NULL RETURNING 1`,
    [decision, by],
  );
  return rows.length > 0;
}

/** Once the decision is carried out. */
export async function endHold(sql: Sql): Promise<void> {
  await sql.query(
    `WITH over AS (DELETE FROM egress_hold WHERE decision IS NOT NULL RETURNING 1), told AS (DELETE FROM egress_witnesses WHERE EXISTS (SELECT 1 FROM over))
     DELETE FROM egress_evidence WHERE EXISTS (SELECT 1 FROM over)`,
  );
}
