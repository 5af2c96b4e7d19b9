import { type Config, openKeyring } from '@hikyaku/config';
import { type Database, formatId, isDatabaseAway } from '@hikyaku/db';
import type { DeliverLocally } from '@hikyaku/egress';
import type { Log } from '@hikyaku/log';
import { foldHeader, formatMailDate } from '@hikyaku/mail';
import { findDestination } from './receive/find-destination.ts';
import { readInbound } from './receive/read-inbound.ts';
import { receive } from './receive/receive.ts';

/** The MTA's way to mailboxes that are ours: no network in between, the same answers as over SMTP. */
export function openLocalDelivery(world: { config: Config; db: Database; log: Log }): DeliverLocally {
  const { config, db, log } = world;
  const keyring = openKeyring(config.secret ?? '', config.oldSecrets);
  return async (mail) => {
    try {
      const destination = await findDestination(db, { ...config, keyring }, mail.rcptTo);
      if (destination.kind === 'nobody') return { code: 550, enhanced: '5.1.1', text: 'there is no such mailbox here' };
      // On top of whatever the mail says of itself, as over SMTP: no host gave it to us.
      const hop = foldHeader('Received', `by ${config.platformDomain} (local); ${formatMailDate(new Date())}`);
      const trace = `Return-Path: <${mail.mailFrom}>\r\n${hop}`;
      const [kept] = await receive(db, readInbound(mail, keyring), [{ rcptTo: mail.rcptTo, destination, trace }]);
      return { code: 250, enhanced: '2.1.5', text: `delivered to mailbox as ${formatId('inbound', kept!.id)}` };
    } catch (error) {
      log.warn({ err: error, away: isDatabaseAway(error) }, 'a local delivery failed');
      return { code: 451, enhanced: '4.3.0', text: 'the mailbox cannot be reached at the moment' };
    }
  };
}
