import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';

export type ClearHosts = {
  /** True while this address is spoken to in clear, since its handshake failed. */
  has(host: string, ip: string): boolean;
  add(host: string, ip: string): void;
  /** Takes over what other workers have learnt. */
  reload(): Promise<void>;
};

const KEPT_MAX = 10_000;
const THREE_DAYS_MS = 3 * 86_400_000;

/**
 * Hosts whose TLS failed: they are spoken to in clear for three days, unless something requires TLS. In memory, since each
 * connection asks, and in Postgres, so that a restart or another worker does not try each of them anew.
 */
export async function openClearHosts(db: Database, scale: number, log: Log): Promise<ClearHosts> {
  const untils = new Map<string, number>();
  const forMs = THREE_DAYS_MS * scale;
  const reload = async () => {
    const rows = await db.query<{ host: string; ip: string; until: Date }>(
      `WITH gone AS (DELETE FROM clear_hosts WHERE until <= now())
       SELECT host, ip, until FROM clear_hosts WHERE until > now() ORDER BY until DESC LIMIT ${KEPT_MAX}`,
    );
    untils.clear();
    for (const { host, ip, until } of rows) untils.set(`${host} ${ip}`, until.getTime());
  };
  await reload();
  return {
    has: (host, ip) => (untils.get(`${host} ${ip}`) ?? 0) > Date.now(),
    add(host, ip) {
      if (untils.size < KEPT_MAX) untils.set(`${host} ${ip}`, Date.now() + forMs);
      db.query(
        `INSERT INTO clear_hosts (host, ip, until) VALUES ($1, $2, now() + $3 * interval '1 ms')
         ON CONFLICT (host, ip) DO UPDATE SET until = excluded.until`,
        [host, ip, forMs],
      ).catch((error) => log.warn({ err: error, host }, 'a failed handshake could not be remembered'));
    },
    reload,
  };
}
