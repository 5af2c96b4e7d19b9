import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../testing/run-command.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { acceptsConnections } from './accepts-connections.ts';
import { fetchDebian } from './fetch-debian.ts';

export type Postfix = { readonly pid: number; log(): string; close(): Promise<void> };

/** Accounts of Debian's base system that stand in for Postfix's own: it wants three that share nothing. */
const OWNER = { name: 'news', privileges: 'nobody', drop: 'uucp' };
const QUEUES = ['incoming', 'active', 'deferred', 'bounce', 'defer', 'corrupt', 'hold', 'flush', 'trace', 'saved'];
const SERVICES = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
postlog unix-dgram n - n - 1 postlogd
`;

/** Debian's Postfix. Undefined where it cannot be had. */
export const fetchPostfix = (): Promise<string | undefined> => fetchDebian('postfix');

/**
 * A Postfix for `domain` that takes every local part at `address:port` and finds out afterwards that there is nobody, for `full@`
 * that the mailbox is full, or for `slow@` that it is for now, of which it warns after a second; for `away@` somebody answers
 * automatically. What it returns goes through `relayPort` on 127.0.0.1. `folder` is removed at the end.
 */
export async function openPostfix(
  folder: string,
  of: {
    readonly domain: string;
    readonly address: string;
    readonly port: number;
    readonly relayPort: number;
    /** Settings of main.cf over the ones here. */
    readonly settings?: Readonly<Record<string, string>>;
  },
): Promise<Postfix> {
  const root = join(folder, 'root', 'usr');
  const libraries = join(root, 'lib', 'postfix');
  const log = join(folder, 'log');
  await layOut(folder);
  writeFileSync(join(folder, 'conf', 'master.cf'), `${of.address}:${of.port} inet n - n - - smtpd\n${SERVICES}`);
  writeFileSync(
    join(folder, 'conf', 'main.cf'),
    Object.entries({
      compatibility_level: '3.6',
      queue_directory: join(folder, 'queue'),
      data_directory: join(folder, 'data'),
      daemon_directory: join(libraries, 'sbin'),
      command_directory: join(root, 'sbin'),
      shlib_directory: libraries,
      meta_directory: join(folder, 'conf'),
      import_environment: 'MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C LD_LIBRARY_PATH',
      mail_owner: OWNER.name,
      setgid_group: OWNER.drop,
      default_privs: OWNER.privileges,
      maillog_file: log,
      maillog_file_prefixes: folder,
      inet_interfaces: 'loopback-only',
      inet_protocols: 'ipv4',
      myhostname: `mx.${of.domain}`,
      mydestination: of.domain,
      mynetworks: '127.0.0.0/8',
      local_recipient_maps: '',
      smtpd_reject_unlisted_recipient: 'no',
      alias_maps: `inline:{ { away = "|${process.execPath} ${join(folder, 'answer.mjs')}" } }`,
      alias_database: '',
      relayhost: `[127.0.0.1]:${of.relayPort}`,
      transport_maps: `inline:{ {full@${of.domain} = error:5.2.2 the mailbox is full}, {slow@${of.domain} = retry:4.2.2 the mailbox is full for now} }`,
      delay_warning_time: '1s',
      queue_run_delay: '1s',
      minimal_backoff_time: '1s',
      maximal_backoff_time: '2s',
      disable_dns_lookups: 'yes',
      ...of.settings,
    })
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  writeFileSync(join(folder, 'answer.mjs'), formatAnswer(of), { mode: 0o644 });
  const env = testEnvironment({ LD_LIBRARY_PATH: libraries });
  // A process group of its own: the master's children go with it.
  const master = spawn(join(libraries, 'sbin', 'master'), ['-c', join(folder, 'conf'), '-d'], {
    env,
    stdio: 'ignore',
    detached: true,
  });
  const readLog = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const close = async () => {
    if (master.exitCode === null && master.signalCode === null) {
      const gone = once(master, 'exit');
      process.kill(-master.pid!, 'SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await acceptsConnections(of.address, of.port)); tries++) {
    if (tries > 300 || master.exitCode !== null) {
      const said = readLog();
      await close();
      throw new Error(`postfix did not start:\n${said}`);
    }
    await sleep(100);
  }
  return { pid: master.pid!, log: readLog, close };
}

/** The folders that Postfix's own script makes, with their owners. */
async function layOut(folder: string): Promise<void> {
  const { output } = await runCommand('id', ['-u', OWNER.name], { cwd: folder, env: testEnvironment() });
  const owner = Number(output);
  const groups = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const drop = Number(groups.find(([name]) => name === OWNER.drop)![2]);
  const make = (path: string, mode: number, uid = 0, gid = 0) => {
    mkdirSync(join(folder, path));
    chownSync(join(folder, path), uid, gid);
    chmodSync(join(folder, path), mode);
  };
  make('conf', 0o755);
  make('data', 0o700, owner);
  make('queue', 0o755);
  make('queue/pid', 0o755);
  for (const name of [...QUEUES, 'private']) make(`queue/${name}`, 0o700, owner);
  make('queue/public', 0o710, owner, drop);
  make('queue/maildrop', 0o730, owner, drop);
}

/** What answers for somebody who is away (RFC 3834), as vacation(1) does: to the envelope's sender, from nobody. */
const formatAnswer = ({ address, port, domain }: { address: string; port: number; domain: string }): string => `
import { connect } from 'node:net';
process.stdin.resume();
const lines = [
  'EHLO localhost', 'MAIL FROM:<>', 'RCPT TO:<' + process.env.SENDER + '>', 'DATA',
  ['From: away@${domain}', 'To: ' + process.env.SENDER, 'Subject: Re: away', 'Auto-Submitted: auto-replied (vacation)', '',
    'I am away until Monday.', '.'].join('\\r\\n'),
  'QUIT',
];
connect(${port}, '${address}').on('data', function () {
  const line = lines.shift();
  if (line) this.write(line + '\\r\\n');
}).on('close', () => process.exit(0));
`;
