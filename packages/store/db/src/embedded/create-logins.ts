import type { Client } from 'pg';

/** The three logins of the product; migrations grant to them by these names. */
export const LOGINS = { owner: 'hikyaku_owner', app: 'hikyaku_app', engine: 'hikyaku_engine' } as const;

/** Creates the logins with their passwords, or sets the passwords of those that exist. Needs a superuser. */
export async function createLogins(
  db: Client,
  passwords: Readonly<Record<keyof typeof LOGINS, string>>,
): Promise<void> {
  const { rows } = await db.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
    Object.values(LOGINS),
  ]);
  for (const login of Object.keys(LOGINS) as (keyof typeof LOGINS)[]) {
    const name = LOGINS[login];
    const verb = rows.some((row) => row.rolname === name) ? 'ALTER' : 'CREATE';
    await db.query(`${verb} ROLE ${name} LOGIN PASSWORD ${db.escapeLiteral(passwords[login])}`);
  }
}

/** Creates `database`, owned by the owner login, unless it exists. `template`: a database to copy. */
export async function createDatabase(db: Client, database: string, template?: string): Promise<void> {
  const { rowCount } = await db.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (rowCount) return;
  const from = template ? ` TEMPLATE ${db.escapeIdentifier(template)}` : '';
  await db.query(`CREATE DATABASE ${db.escapeIdentifier(database)} OWNER ${LOGINS.owner}${from}`);
}
