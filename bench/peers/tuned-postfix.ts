import { rmSync } from 'node:fs';
import { openPostfix } from '../../apps/starter/src/proof/open-postfix.ts';
import { findFreePort } from '../../apps/starter/src/testing/find-free-port.ts';
import type { Peers } from './debian.ts';
import { linkPeers } from './link-peers.ts';
import { openOpenDkim } from './open-opendkim.ts';

/**
 * Postfix tuned for speed as far as it stays Postfix: its queue is on disk and synced before each 250, and everything that
 * costs time without being asked for is off. Nothing is logged (a real one logs): in its favour.
 */
const TUNED = {
  maillog_file: '',
  default_process_limit: '200',
  // No question of its own about a client, a sender or a recipient.
  smtpd_peername_lookup: 'no',
  smtpd_relay_restrictions: 'permit_mynetworks, reject',
  smtpd_recipient_restrictions: '',
  smtpd_client_connection_count_limit: '0',
  smtpd_client_event_limit_exceptions: 'static:all',
  // No rewriting, no maps, no header checks.
  local_header_rewrite_clients: '',
  receive_override_options: 'no_address_mappings, no_header_body_checks',
  transport_maps: '',
  smtputf8_enable: 'no',
  // Mail comes in as fast as it can, and all of it may be on its way out at once.
  in_flow_delay: '0',
  qmgr_message_active_limit: '50000',
  qmgr_message_recipient_limit: '50000',
  initial_destination_concurrency: '50',
  default_destination_concurrency_limit: '100',
  // A connection is used until the end, however long that takes.
  smtp_connection_cache_destinations: 'static:all',
  smtp_connection_reuse_time_limit: '1h',
  smtp_tls_security_level: 'none',
  queue_minfree: '0',
};

export type TunedPostfix = {
  readonly port: number;
  /** Process ids: all below `postfix` belong to it. */
  readonly pids: Readonly<Record<string, number>>;
  close(): Promise<void>;
};

/** A tuned Postfix that takes mail for anybody and relays it to `relayPort`. `signs`: through OpenDKIM. */
export async function openTunedPostfix(
  peers: Peers,
  of: { readonly relayPort: number; readonly signs: boolean; readonly settings?: Readonly<Record<string, string>> },
): Promise<TunedPostfix> {
  const folder = linkPeers(peers);
  const port = await findFreePort();
  const opendkim = of.signs ? await openOpenDkim(peers, folder) : undefined;
  const milter: Readonly<Record<string, string>> = opendkim
    ? { smtpd_milters: opendkim.milter, milter_default_action: 'tempfail', milter_protocol: '6' }
    : {};
  const where = { domain: 'postfix.test', address: '127.0.0.1', port, relayPort: of.relayPort };
  try {
    const postfix = await openPostfix(folder, { ...where, settings: { ...TUNED, ...milter, ...of.settings } });
    return {
      port,
      pids: { postfix: postfix.pid, ...(opendkim ? { opendkim: opendkim.pid } : {}) },
      async close() {
        await postfix.close();
        await opendkim?.close();
      },
    };
  } catch (error) {
    await opendkim?.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
