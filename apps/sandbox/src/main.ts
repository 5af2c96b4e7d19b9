import { join } from 'node:path';
import { readConfig } from '@hikyaku/config';
import { openLog } from '@hikyaku/log';
import { openSandbox } from './open-sandbox.ts';

const config = readConfig();
const log = openLog('sandbox', config.logLevel);
const { host, ports, platformDomain, bounceDomain } = config;

const mailHost = `mail.${platformDomain}`;
const own = [
  { type: 'MX', value: mailHost },
  { type: 'TXT', value: 'v=spf1 ip4:127.0.0.0/8 -all' },
];

const sandbox = await openSandbox({
  host,
  ports: { smtp: ports.sandboxSmtp, dns: ports.sandboxDns, web: ports.sandboxWeb },
  retryScale: config.retryScale,
  mda: { host, port: ports.mda },
  platformUrl: config.url,
  zonesFile: join(config.home, 'sandbox', 'zones.json'),
  zones: {
    [platformDomain]: { records: [...own, { type: 'A', name: 'mail', value: '127.0.0.1' }] },
    [bounceDomain]: { records: own },
    '1.0.0.127.in-addr.arpa': { records: [{ type: 'PTR', value: mailHost }] },
  },
  log,
}).catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const names = new Map([
    [ports.sandboxSmtp, 'HIKYAKU_SANDBOX_SMTP_PORT'],
    [ports.sandboxDns, 'HIKYAKU_SANDBOX_DNS_PORT'],
    [ports.sandboxWeb, 'HIKYAKU_SANDBOX_WEB_PORT'],
  ]);
  const setting = error.code === 'EADDRINUSE' && error.port !== undefined ? names.get(error.port) : undefined;
  if (setting === undefined) throw error;
  log.fatal(`port ${error.port} is in use: set ${setting} to another one`);
  process.exit(1);
});

log.info({ url: sandbox.url, ports: sandbox.ports }, 'the sandbox is open');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sandbox.close().then(() => process.exit(0));
  });
}
