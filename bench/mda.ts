import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTenant } from '@hikyaku/db';
import { openPostfix } from '../apps/starter/src/proof/open-postfix.ts';
import { findFreePort } from '../apps/starter/src/testing/find-free-port.ts';
import { ownCpu, totalCpu } from './cpu/read-cpu.ts';
import { CPU_UNIT, cpuFigures } from './cpu/stage-cpu.ts';
import { BENCH_DOMAIN, openGround } from './open-ground.ts';
import type { Peers } from './peers/debian.ts';
import { linkPeers } from './peers/link-peers.ts';
import { sourceMessages } from './peers/source-messages.ts';
import type { Bench, Figure } from './row.ts';
import type { World } from './world.ts';

const SESSIONS = 20;
const BYTES = 8_192;
const SETTINGS = { sessions: SESSIONS, bytes: BYTES, fsync: true };
const MDA_PORT = 2_525;
/** An account of Debian's base system, to whom the maildir belongs. */
const MAIL_UID = 8;
const MAILDIR_DOMAIN = 'maildir.test';

/** Mails into the mailbox of a tenant: stored, parsed and explained before the 250. */
export async function mdaBench(peers: Peers, { hold }: World, messages: number): Promise<Bench> {
  const ground = await openGround({ routes: '', mtas: 0 }, hold);
  const { app, scope } = ground;
  const to = `box@${BENCH_DOMAIN}`;
  await withTenant(app, scope, (sql) =>
    sql.query('INSERT INTO mailboxes (tenant_id, address) VALUES ($1, $2)', [scope.tenantId, to]),
  );
  const mda = await ground.startProgram('mda');
  const kept = async () => {
    const [row] = await withTenant(app, scope, (sql) =>
      sql.query<{ kept: number }>('SELECT count(*) AS kept FROM inbound_messages'),
    );
    return row!.kept;
  };
  const read = () => ({ mda: ownCpu(mda.pid), postgres: totalCpu(ground.postgresPid()) });
  let figures: readonly Figure[] = [];
  return {
    settings: { ...SETTINGS, messages, stored: 'postgres', explained: true },
    async run() {
      const had = await kept();
      const before = read();
      const seconds = await timeSource(peers, messages, to, MDA_PORT + ground.offset);
      figures = cpuFigures(before, read(), messages);
      const found = (await kept()) - had;
      if (found !== messages) throw new Error(`${found} of ${messages} mails are in the mailbox`);
      return messages / seconds;
    },
    figures: () => figures,
  };
}

/** The same mails through Postfix's smtpd into a maildir on the same disk. The clock stops at its last 250, not at the last delivery. */
export async function postfixMaildirBench(peers: Peers, { hold }: World, messages: number): Promise<Bench> {
  const unpacked = linkPeers(peers);
  const folder = join(unpacked, 'mail');
  mkdirSync(folder);
  chownSync(folder, MAIL_UID, MAIL_UID);
  const port = await findFreePort();
  const where = { domain: MAILDIR_DOMAIN, address: '127.0.0.1', port, relayPort: 9 };
  const settings = {
    mydestination: '',
    virtual_mailbox_domains: MAILDIR_DOMAIN,
    virtual_mailbox_base: folder,
    virtual_mailbox_maps: 'static:box/',
    virtual_minimum_uid: '1',
    virtual_uid_maps: `static:${MAIL_UID}`,
    virtual_gid_maps: `static:${MAIL_UID}`,
    default_process_limit: '100',
    smtpd_client_connection_count_limit: '0',
    maillog_file: '',
  };
  const postfix = hold(await openPostfix(unpacked, { ...where, settings }));
  const inbox = join(folder, 'box', 'new');
  let figures: readonly Figure[] = [];
  return {
    settings: { ...SETTINGS, messages, stored: 'maildir' },
    async run() {
      rmSync(join(folder, 'box'), { recursive: true, force: true });
      const before = totalCpu(postfix.pid);
      const seconds = await timeSource(peers, messages, `box@${MAILDIR_DOMAIN}`, port);
      while (!existsSync(inbox) || readdirSync(inbox).length < messages) await sleep(50);
      figures = [{ name: 'postfix', unit: CPU_UNIT, value: (totalCpu(postfix.pid) - before) / messages }];
      return messages / seconds;
    },
    figures: () => figures,
  };
}

/** Seconds from the first connection to the last 250. */
async function timeSource(peers: Peers, messages: number, to: string, port: number): Promise<number> {
  const began = performance.now();
  await sourceMessages(peers, { port, messages, sessions: SESSIONS, bytes: BYTES, to });
  return (performance.now() - began) / 1_000;
}
