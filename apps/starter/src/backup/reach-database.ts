import { existsSync } from 'node:fs';
import type { Config } from '@hikyaku/config';
import { clusterUrls, openEmbeddedPostgres } from '@hikyaku/db/embedded';
import { clusterFolder } from '../start/cluster-folder.ts';
import { isHomeInUse, lockHome, StartError } from '../start/lock-home.ts';

export type ReachedDatabase = {
  readonly ownerUrl: string;
  readonly engineUrl: string;
  close(): Promise<void> | void;
};

/**
 * The server in use: the one that the settings name, the embedded one that runs, or the embedded one that rests, started
 * for as long as it is needed. `make`: an embedded one that is not there is made; `alone`: a running product is refused.
 */
export async function reachDatabase(
  config: Config,
  { make = false, alone = false }: { make?: boolean; alone?: boolean } = {},
): Promise<ReachedDatabase> {
  const { home, ports, database } = config;
  if (database.app) {
    const { owner, engine } = database;
    if (!owner || !engine)
      throw new StartError('with DATABASE_URL, DATABASE_OWNER_URL and DATABASE_ENGINE_URL are needed too');
    return { ownerUrl: owner, engineUrl: engine, close: () => {} };
  }
  if (!alone && isHomeInUse(home)) return { ...clusterUrls(home, ports.postgres), close: () => {} };
  if (!make && !existsSync(clusterFolder(home))) throw new StartError(`${home} has no database yet`);
  const lock = lockHome(home);
  try {
    const postgres = await openEmbeddedPostgres({ home, port: ports.postgres });
    return { ...postgres, close: () => postgres.close().then(lock.close) };
  } catch (error) {
    lock.close();
    throw error;
  }
}
