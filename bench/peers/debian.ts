import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '@hikyaku/config';

/** OpenDKIM and what it links to, as Debian packages them. */
const OPENDKIM = [
  'opendkim',
  'libopendkim11',
  'libmilter1.0.1',
  'libopendbx1',
  'liblua5.3-0',
  'libmemcached11',
  'libhashkit2',
  'librbl1',
  'libvbr2',
];

/** The peers' programs, installed on this machine or unpacked into a folder. */
export type Peers = {
  /** Undefined: the machine's own Postfix. */
  readonly folder?: string;
  /** Folder of `sbin` and `lib`. */
  readonly root: string;
  readonly smtpSource: string;
  readonly smtpSink: string;
  readonly opendkim?: string;
  /** What finds their libraries. */
  readonly env: NodeJS.ProcessEnv;
  readonly versions: { readonly postfix: string; readonly opendkim?: string };
  close(): void;
};

/**
 * Finds Postfix and OpenDKIM where they are installed, else unpacks Debian's packages into a temporary folder, changing
 * nothing on the machine. Undefined where neither is possible.
 */
export async function openPeers(): Promise<Peers | undefined> {
  if (existsSync('/usr/lib/postfix/sbin/master') && existsSync('/usr/sbin/smtp-sink')) return describe('/usr');
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-peers-'));
  chmodSync(folder, 0o755);
  const close = () => rmSync(folder, { recursive: true, force: true });
  if (!(await unpack(folder, ['postfix']))) {
    close();
    return undefined;
  }
  await unpack(folder, OPENDKIM);
  return { ...describe(join(folder, 'root', 'usr')), folder, close };
}

async function unpack(folder: string, packages: readonly string[]): Promise<boolean> {
  const run = async (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd: folder, stdio: 'ignore' });
    return (await once(child, 'close'))[0] === 0;
  };
  const download = () => run('apt-get', ['download', ...packages]);
  if (!(await download())) {
    await run('apt-get', ['update']);
    if (!(await download())) return false;
  }
  const unpacked = await run('sh', ['-c', 'for one in *.deb; do dpkg -x "$one" root || exit 1; done']);
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.deb'))) rmSync(join(folder, name));
  return unpacked;
}

function describe(root: string): Peers {
  const architecture = readdirSync(join(root, 'lib')).find((name) => name.endsWith('-linux-gnu')) ?? '';
  const libraries = [join(root, 'lib', 'postfix'), join(root, 'lib', architecture), join(root, 'lib')].join(':');
  const env = childEnvironment({ LD_LIBRARY_PATH: root === '/usr' ? undefined : libraries });
  const opendkim = join(root, 'sbin', 'opendkim');
  const says = (command: string, args: readonly string[], pattern: RegExp) => {
    const { stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    return pattern.exec(`${stdout}${stderr}`)?.[1] ?? 'unknown';
  };
  const mailVersion = ['-d', '-h', 'mail_version'];
  const postfix = says(join(root, 'sbin', 'postconf'), mailVersion, /(\S+)/);
  return {
    root,
    smtpSource: join(root, 'sbin', 'smtp-source'),
    smtpSink: join(root, 'sbin', 'smtp-sink'),
    opendkim: existsSync(opendkim) ? opendkim : undefined,
    env,
    versions: {
      postfix,
      opendkim: existsSync(opendkim) ? says(opendkim, ['-V'], /Filter v(\S+)/) : undefined,
    },
    close: () => {},
  };
}
