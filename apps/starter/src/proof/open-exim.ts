import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../testing/run-command.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { acceptsConnections } from './accepts-connections.ts';
import { fetchDebian } from './fetch-debian.ts';

export type Exim = { log(): string; close(): Promise<void> };

/** Exim asks for an account by this name when it starts. Here it is another name for one of Debian's base system. */
const ACCOUNT = 'Debian-exim';
const [UID, GID] = [9, 9];

/** Debian's Exim with the library that is not everywhere. Undefined where it cannot be had, or not be run (`openExim`). */
export async function fetchExim(): Promise<string | undefined> {
  const { code } = await runCommand('unshare', ['-m', 'true'], { cwd: '/', env: testEnvironment() });
  return code === 0 ? fetchDebian('exim4-daemon-light', 'libidn12') : undefined;
}

/**
 * An Exim for `domain` that takes every local part at `address:port` and finds out afterwards: `someone*` has a mailbox, `away*`
 * has one and an automatic answer, the mailbox of `full*` has no room, for which it warns after a second, and nobody else is there.
 * What it returns goes through `relayPort` on 127.0.0.1. `folder` is removed at the end.
 */
export async function openExim(
  folder: string,
  of: { readonly domain: string; readonly address: string; readonly port: number; readonly relayPort: number },
): Promise<Exim> {
  for (const name of ['spool', 'log', 'mail']) {
    mkdirSync(join(folder, name));
    chownSync(join(folder, name), UID, GID);
  }
  const conf = join(folder, 'conf');
  writeFileSync(conf, formatConfiguration(folder, of));
  for (const [name, entry] of [
    ['passwd', `${ACCOUNT}:x:${UID}:${GID}::/:/usr/sbin/nologin`],
    ['group', `${ACCOUNT}:x:${GID}:`],
  ] as const) {
    writeFileSync(join(folder, name), `${readFileSync(`/etc/${name}`, 'utf8')}${entry}\n`);
  }
  const libraries = readdirSync(join(folder, 'root', 'usr', 'lib')).map((name) =>
    join(folder, 'root', 'usr', 'lib', name),
  );
  // In a mount namespace of its own: nobody else sees the account.
  const inside = `mount --bind ${folder}/passwd /etc/passwd && mount --bind ${folder}/group /etc/group && exec "$@"`;
  const program = join(folder, 'root', 'usr', 'sbin', 'exim4');
  // A set-user-id program may not load libraries from here; this one needs no rights beyond the account's.
  chmodSync(program, 0o755);
  const exim = [program, '-C', conf, '-bdf', '-q1s'];
  const daemon = spawn('unshare', ['-m', 'sh', '-c', inside, 'sh', ...exim], {
    env: testEnvironment({ LD_LIBRARY_PATH: libraries.join(':') }),
    stdio: 'ignore',
    detached: true,
  });
  const log = () => ['mainlog', 'paniclog'].map((name) => readIf(join(folder, 'log', name))).join('');
  const close = async () => {
    if (daemon.exitCode === null && daemon.signalCode === null) {
      const gone = once(daemon, 'exit');
      process.kill(-daemon.pid!, 'SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await acceptsConnections(of.address, of.port)); tries++) {
    if (tries > 300 || daemon.exitCode !== null) {
      const said = log();
      await close();
      throw new Error(`exim did not start:\n${said}`);
    }
    await sleep(100);
  }
  return { log, close };
}

const readIf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

const formatConfiguration = (
  folder: string,
  { domain, address, port, relayPort }: { domain: string; address: string; port: number; relayPort: number },
): string => `exim_user = ${ACCOUNT}
exim_group = ${ACCOUNT}
never_users =
deliver_drop_privilege
exim_path = ${folder}/root/usr/sbin/exim4
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
keep_environment = LD_LIBRARY_PATH
primary_hostname = mx.${domain}
qualify_domain = ${domain}
local_interfaces = ${address}
daemon_smtp_ports = ${port}
disable_ipv6
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts =
acl_smtp_rcpt = accept
delay_warning = 1s:1h
delay_warning_condition = true

begin routers
returns:
  driver = manualroute
  domains = ! ${domain}
  transport = relay
  route_list = * 127.0.0.1
  self = send
  no_more
away:
  driver = accept
  local_parts = ^away
  senders = ! :
  transport = vacation
  unseen
box:
  driver = accept
  local_parts = ^away : ^someone
  transport = file
full:
  driver = accept
  local_parts = ^full
  transport = full_file
  cannot_route_message = Unknown user

begin transports
relay:
  driver = smtp
  port = ${relayPort}
  allow_localhost
  hosts_avoid_tls = *
vacation:
  driver = autoreply
  to = $sender_address
  from = $local_part@$domain
  subject = I am away
  text = I am away until Monday.
  user = ${ACCOUNT}
file:
  driver = appendfile
  file = ${folder}/mail/box
  user = ${ACCOUNT}
full_file:
  driver = appendfile
  file = ${folder}/mail/box
  user = ${ACCOUNT}
  quota = 1
  quota_is_inclusive = true

begin retry
* * F,1h,1s
`;
