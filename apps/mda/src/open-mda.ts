import { type Config, type Keyring, openKeyring } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import { type Addressee, openDirectory, openReceiver, readInbound } from '@hikyaku/ingress';
import { counter, type Log } from '@hikyaku/log';
import { foldHeader, hasBareLineEnds } from '@hikyaku/mail';
import {
  formatReceived,
  keepCertificate,
  openSmtpServer,
  reply,
  type Session,
  type SmtpHandlers,
  type SmtpServer,
} from '@hikyaku/smtp';
import { openRate, type Rate } from './open-rate.ts';

export type MdaWorld = {
  readonly config: Config;
  readonly db: Database;
  readonly log: Log;
  /** Called when a mail was kept, before its 250. */
  readonly onKept?: () => void;
  readonly rates?: DoorRates;
};

/** Per client address. */
type DoorRates = { readonly mails: Rate; readonly unknown: Rate };

const SIZE_MAX = 25 * 1024 * 1024;
const RECIPIENTS_MAX = 100;
const SESSIONS_MAX = 500;
const SESSIONS_PER_ADDRESS_MAX = 200;
/** More Received fields than that: the mail goes round in circles. */
const HOPS_MAX = 30;
/** A minute, of one address; a provider's reports on a large campaign come from many. */
const MAILS_PER_MINUTE = 1_200;
/** Addresses that were never here, a minute: somebody is guessing. */
const UNKNOWN_PER_MINUTE = 60;
const GONE = reply(550, '5.1.1', 'a mailbox is gone');

/** The door for what comes back: no AUTH, and nothing for anybody but our own addresses. */
export function openMda(world: MdaWorld): Promise<SmtpServer> {
  const { config, log } = world;
  return openSmtpServer(
    {
      program: 'mda',
      name: config.platformDomain,
      host: config.host,
      port: config.ports.mda,
      setting: 'HIKYAKU_MDA_PORT',
      tls: 'starttls',
      certificate: keepCertificate(config, 'mda'),
      sizeMax: SIZE_MAX,
      recipientsMax: RECIPIENTS_MAX,
      sessionsMax: SESSIONS_MAX,
      sessionsPerAddressMax: SESSIONS_PER_ADDRESS_MAX,
      log,
    },
    makeHandlers(world),
  );
}

function makeHandlers({ config, db, onKept, rates = defaultRates() }: MdaWorld): SmtpHandlers<never> {
  const keyring: Keyring = openKeyring(config.secret ?? '', config.oldSecrets);
  const received = counter('hikyaku_mda_received_total', 'Mails kept for a recipient', ['kind']);
  const directory = openDirectory(db, { ...config, keyring });
  const receiver = openReceiver(db);
  return {
    mailFrom: async (_address, session) =>
      rates.mails.take(session.address)
        ? reply(250, '2.1.0', 'Ok')
        : reply(451, '4.7.1', 'too many mails from your address, try again later'),
    async rcptTo(address, session) {
      if (rates.unknown.isOver(session.address)) {
        return reply(450, '4.7.1', 'too many unknown recipients from your address, try again later');
      }
      const destination = await directory.find(address);
      if (destination.kind !== 'nobody') return reply(250, '2.1.5', 'Ok');
      rates.unknown.take(session.address);
      return destination.ours
        ? reply(550, '5.1.1', 'there is no such mailbox here')
        : reply(550, '5.7.1', 'relaying denied');
    },
    async message(mail, session) {
      if (hasBareLineEnds(mail.bytes)) return reply(550, '5.6.0', 'a CR or LF stands alone in the message');
      const inbound = readInbound(mail, keyring);
      const { hops } = inbound;
      if (hops > HOPS_MAX) return reply(554, '5.4.6', `the mail has passed ${hops} servers: this is a loop`);
      const to: Addressee[] = [];
      for (const rcptTo of mail.rcptTo) {
        // Asked again: it was some time ago, and a mailbox may be gone by now.
        const destination = await directory.find(rcptTo);
        if (destination.kind === 'nobody') return GONE;
        to.push({ rcptTo, destination, trace: formatTrace(config, session, mail.mailFrom, rcptTo) });
      }
      const kept = await receiver.receive(inbound, to);
      if (!kept) return GONE;
      if (!session.isOpen()) receiver.unheard(inbound, to);
      for (const { kind } of kept) received.inc({ kind });
      onKept?.();
      return reply(250, '2.0.0', 'Ok: delivered');
    },
  };
}

const defaultRates = (): DoorRates => ({ mails: openRate(MAILS_PER_MINUTE), unknown: openRate(UNKNOWN_PER_MINUTE) });

/** What the server of final delivery puts on top (RFC 5321 section 4.4). */
function formatTrace(config: Config, session: Session<never>, mailFrom: string, rcptTo: string): string {
  const hop = formatReceived({
    from: session.helo,
    address: session.address,
    by: config.platformDomain,
    protocol: session.protocol,
    id: session.id,
    rcptTo,
    at: new Date(),
  });
  return `Return-Path: <${mailFrom}>\r\n${foldHeader('Received', hop)}`;
}
