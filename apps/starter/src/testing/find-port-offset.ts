import { createServer } from 'node:net';
import { settings } from '@hikyaku/config';

const defaults = Object.values(settings.shape)
  .map((setting) => setting.meta() as { fallback?: number; offset?: boolean } | undefined)
  .flatMap((meta) => (meta?.offset ? [meta.fallback!] : []));

/** A `HIKYAKU_PORT_OFFSET` from 5,000 to 15,000 under which every default port is free at this moment. */
export async function findPortOffset(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const offset = 5_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(defaults.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('no port offset from 5,000 to 15,000 has all its ports free');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
