import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const TRY_MS = 50;
const LONGEST_MS = 30_000;

/** Throws an Error naming port and setting when the port is taken: Next itself would end the process with its own words. */
export async function checkPort(host: string, port: number, setting: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is in use: stop what listens there, or set ${setting}`, { cause: error })
          : error,
      ),
    );
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

/** Resolves when something listens; throws after 30 s. */
export async function waitForServer(host: string, port: number): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await sleep(TRY_MS)) {
    if (await answers(host, port)) return;
  }
  throw new Error(`nothing listens on ${host}:${port} after ${LONGEST_MS / 1_000} s`);
}

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
