import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostfix } from '../apps/starter/src/proof/open-postfix.ts';
import { openMdaGround } from './open-mda-ground.ts';
import type { Bench } from './row.ts';

const SESSIONS = 20;
const BYTES = 8_192;
const SETTINGS = { sessions: SESSIONS, bytes: BYTES, fsync: true };
/** An account of Debian's base system, to whom the maildir belongs. */
const MAIL_UID = 8;
const POSTFIX = { domain: 'maildir.test', address: '127.0.0.1', port: 29_125, relayPort: 9 };

type Closing = Bench & { close(): Promise<void> };

/** Mails into the mailbox of a tenant: stored, parsed and explained before the 250. Needs the unpacked Postfix for its smtp-source. */
export async function mdaBench(unpacked: string, messages: number): Promise<Closing> {
  const ground = await openMdaGround();
  let kept = 0;
  return {
    settings: { ...SETTINGS, messages, stored: 'postgres', explained: true },
    async run() {
      const took = await sendAll(unpacked, messages, ground.address, ground.port);
      kept += messages;
      const found = await ground.kept();
      if (found !== kept) throw new Error(`${found} of ${kept} mails are in the mailbox`);
      return (messages / took) * 1_000;
    },
    close: ground.close,
  };
}

/** The same mails through Postfix's smtpd into a maildir on the same disk. The clock stops at its last 250, not at the last delivery. */
export async function postfixMaildirBench(unpacked: string, messages: number): Promise<Closing> {
  const folder = join(unpacked, 'mail');
  mkdirSync(folder);
  chownSync(folder, MAIL_UID, MAIL_UID);
  const postfix = await openPostfix(unpacked, {
    ...POSTFIX,
    settings: {
      mydestination: '',
      virtual_mailbox_domains: POSTFIX.domain,
      virtual_mailbox_base: folder,
      virtual_mailbox_maps: 'static:box/',
      virtual_minimum_uid: '1',
      virtual_uid_maps: `static:${MAIL_UID}`,
      virtual_gid_maps: `static:${MAIL_UID}`,
      default_process_limit: '100',
      smtpd_client_connection_count_limit: '0',
    },
  });
  const inbox = join(folder, 'box', 'new');
  return {
    settings: { ...SETTINGS, messages, stored: 'maildir' },
    async run() {
      rmSync(join(folder, 'box'), { recursive: true, force: true });
      const took = await sendAll(unpacked, messages, `box@${POSTFIX.domain}`, POSTFIX.port);
      while (!existsSync(inbox) || readdirSync(inbox).length < messages) await sleep(50);
      return (messages / took) * 1_000;
    },
    close: postfix.close,
  };
}

/** Milliseconds from the first connection to the last 250. */
async function sendAll(unpacked: string, messages: number, to: string, port: number): Promise<number> {
  const root = join(unpacked, 'root', 'usr');
  const began = process.hrtime.bigint();
  const args = [
    '-d',
    '-s',
    SESSIONS,
    '-m',
    messages,
    '-l',
    BYTES,
    '-f',
    'a@sender.test',
    '-t',
    to,
    `127.0.0.1:${port}`,
  ];
  const source = spawn(join(root, 'sbin', 'smtp-source'), args.map(String), {
    env: { LD_LIBRARY_PATH: join(root, 'lib', 'postfix') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(source, 'exit');
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}
