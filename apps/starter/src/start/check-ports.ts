import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '@hikyaku/config';
import { StartError } from './lock-home.ts';

type Port = { readonly port: number; readonly setting: string; readonly host: string; readonly udp?: boolean };

function listPorts(config: Config, withPostgres: boolean): Port[] {
  const loopback = '127.0.0.1';
  const { ports, opsPorts, host } = config;
  const own: Port[] = [
    { port: ports.mua, setting: 'HIKYAKU_MUA_PORT', host },
    { port: ports.msa, setting: 'HIKYAKU_MSA_PORT', host },
    { port: ports.msaTls, setting: 'HIKYAKU_MSA_TLS_PORT', host },
    { port: ports.mda, setting: 'HIKYAKU_MDA_PORT', host },
    ...Object.entries(opsPorts).map(([name, port]) => ({
      port,
      setting: `HIKYAKU_${name.toUpperCase()}_OPS_PORT`,
      host: loopback,
    })),
  ];
  if (withPostgres) own.push({ port: ports.postgres, setting: 'HIKYAKU_POSTGRES_PORT', host: loopback });
  if (!config.sandbox) return own;
  return [
    ...own,
    { port: ports.sandboxSmtp, setting: 'HIKYAKU_SANDBOX_SMTP_PORT', host: loopback },
    { port: ports.sandboxWeb, setting: 'HIKYAKU_SANDBOX_WEB_PORT', host: loopback },
    { port: ports.sandboxDns, setting: 'HIKYAKU_SANDBOX_DNS_PORT', host: loopback },
    { port: ports.sandboxDns, setting: 'HIKYAKU_SANDBOX_DNS_PORT', host: loopback, udp: true },
  ];
}

/** Throws StartError naming the first port that cannot be had, and its setting; also when two settings name one port. */
export async function checkPorts(config: Config, withPostgres: boolean): Promise<void> {
  const ports = listPorts(config, withPostgres);
  for (const [index, { port, setting, udp }] of ports.entries()) {
    const twin = ports.slice(0, index).find((other) => other.port === port && other.setting !== setting && !udp);
    if (twin) throw new StartError(`${setting} and ${twin.setting} both name port ${port}`);
  }
  for (const port of ports) {
    const problem = await tryPort(port);
    if (problem === undefined) continue;
    const why = problem === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${problem})`;
    throw new StartError(
      `port ${port.port} on ${port.host} ${why}: stop what holds it, or set ${port.setting} (HIKYAKU_PORT_OFFSET moves all ports)`,
    );
  }
}

async function tryPort({ port, host, udp }: Port): Promise<string | undefined> {
  const socket = udp ? createSocket('udp4') : createServer();
  try {
    if ('listen' in socket) socket.listen(port, host);
    else socket.bind(port, host);
    await once(socket, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  } finally {
    await new Promise<void>((resolve) => {
      try {
        socket.close(() => resolve());
      } catch {
        resolve();
      }
    });
  }
}
