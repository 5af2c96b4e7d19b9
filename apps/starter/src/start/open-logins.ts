import type { Config } from '@hikyaku/config';
import { openClient } from '@hikyaku/db';
import { LOGINS, openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { keepSecret } from './keep-secret.ts';
import { StartError } from './lock-home.ts';

/** The three logins and the secret that a start runs with. */
export type Logins = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly engineUrl: string;
  readonly directUrl: string;
  readonly secret: string;
  close(): Promise<void>;
};

/** Starts the embedded Postgres, or takes the server that `DATABASE_URL` names, which then needs all its settings. */
export async function openLogins(config: Config, say: (line: string) => void): Promise<Logins> {
  const { app, owner, engine, direct } = config.database;
  if (app) {
    const missing = [
      !owner && 'DATABASE_OWNER_URL (migrations run as the owner of the schema)',
      engine === app && 'DATABASE_ENGINE_URL (the login of the workers)',
      !config.secret && 'HIKYAKU_SECRET (32 bytes, hex or base64)',
    ].filter(Boolean);
    if (missing.length) throw new StartError(`with DATABASE_URL these are required too: ${missing.join('; ')}`);
    await requireRoles(owner!);
    const urls = { ownerUrl: owner!, appUrl: app, engineUrl: engine!, directUrl: direct! };
    return { ...urls, secret: config.secret!, close: async () => {} };
  }
  const postgres = await openEmbeddedPostgres({
    home: config.home,
    port: config.ports.postgres,
    onRestart: (event, detail) => say(event === 'died' ? `ended (${detail}), starting again` : `back (${detail})`),
  });
  const { ownerUrl, appUrl, engineUrl } = postgres;
  const secret = config.secret ?? keepSecret(config.home);
  return { ownerUrl, appUrl, engineUrl, directUrl: engineUrl, secret, close: postgres.close };
}

/** Migrations grant to roles by name; making roles is for the administrator of a server that is not ours. */
async function requireRoles(ownerUrl: string): Promise<void> {
  const db = await openClient(ownerUrl).catch((error: Error) => {
    throw new StartError(`DATABASE_OWNER_URL: ${error.message || 'the server does not answer'}`);
  });
  try {
    const rows = await db.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [
      Object.values(LOGINS),
    ]);
    const missing = Object.values(LOGINS).filter((name) => !rows.some((row) => row.rolname === name));
    if (!missing.length) return;
    const statements = missing.map((name) => `CREATE ROLE ${name} LOGIN PASSWORD '...';`).join(' ');
    throw new StartError(`the server has no role ${missing.join(', ')}; its administrator makes them: ${statements}`);
  } finally {
    await db.end();
  }
}
