/**
 * mua: the dashboard and the REST API.
 *
 * Next is built as a standalone server. `HIKYAKU_MUA_SERVER` names its `server.js`
 * (`apps/mua/.next/standalone/apps/mua/server.js`, or the copy of it that is run, with `.next/static` copied in beside
 * `.next/server`). It listens on PORT and HOSTNAME in this process; what it opened for pages is closed here.
 * The bundle of this file keeps packages of the registry outside.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openOps, type Readiness, runProgram } from '@hikyaku/ops';
import { mendRequests } from './house/mend-requests.ts';
import { HOUSE } from './house/place.ts';
import { checkPort, waitForServer } from './house/wait-for-server.ts';
import { openTracking } from './tracking/open-tracking.ts';

type Opened = { app: { query(text: string): Promise<unknown> }; close(): Promise<void> };

const opened = () => (globalThis as { [HOUSE]?: Promise<Opened> })[HOUSE];

await runProgram({
  name: 'mua',
  async open({ config, log }) {
    if (!config.muaServer) throw new Error('HIKYAKU_MUA_SERVER is not set: it names the server.js of the build');
    // biome-ignore lint/style/noProcessEnv: written, not read: this is how Next is told
    Object.assign(process.env, {
      PORT: String(config.ports.mua),
      HOSTNAME: config.host,
      NEXTAUTH_URL: config.url,
      NEXT_TELEMETRY_DISABLED: '1',
      // The signals are this program's: Next would exit before what pages use was closed.
      NEXT_MANUAL_SIG_HANDLE: '1',
    });
    await checkPort(config.host, config.ports.mua, 'HIKYAKU_MUA_PORT');
    mendRequests();
    const tracking = openTracking(config, log);
    await import(pathToFileURL(resolve(config.muaServer)).href);
    await waitForServer(config.host, config.ports.mua);
    const ready = async (): Promise<Readiness> => {
      const house = await opened();
      await house?.app.query('SELECT 1');
      return true;
    };
    const ops = await openOps({ program: 'mua', port: config.opsPorts.mua, ready, log });
    log.info({ port: config.ports.mua }, 'listening');
    return [{ close: async () => (await opened())?.close() }, tracking, ops];
  },
});
