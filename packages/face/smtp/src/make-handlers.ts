import { isDatabaseAway } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import { parseAddress } from '@hikyaku/mail';
import type { SMTPServerAddress, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { addressAsGiven } from './address-as-given.ts';
import { collectMessage, openRoom } from './collect-message.ts';
import { smtpMetrics } from './metrics.ts';
import { type Reply, ReplyError, reply } from './reply.ts';

export type Login = { readonly username: string; readonly password: string; readonly address: string };

export type Session<User> = {
  readonly id: string;
  /** Set once AUTH succeeded. */
  readonly user: User | undefined;
  readonly address: string;
  readonly helo: string;
  /** ESMTP, ESMTPSA ... (RFC 3848). */
  readonly protocol: string;
  /** False once the client is gone: it will not hear the reply to come. */
  isOpen(): boolean;
};

/** What a client asked to be told (RFC 3461), its values decoded. */
export type DsnRequest = {
  readonly ret: 'FULL' | 'HDRS' | null;
  readonly envid: string | null;
  /** For each recipient, in the order of `rcptTo`; `notify` is null when it was not given. */
  readonly recipients: readonly { readonly notify: readonly string[] | null; readonly orcpt: string | null }[];
};

/** What a server does with mail. A reply of 2xx accepts; anything else is what the client hears. */
export type SmtpHandlers<User> = {
  /** Left out: there is no AUTH, and anybody may send. */
  login?(login: Login): Promise<{ readonly user: User } | Reply>;
  /** `address` is empty for the null sender. */
  mailFrom(address: string, session: Session<User>): Promise<Reply>;
  rcptTo(address: string, session: Session<User>): Promise<Reply>;
  /** A message as it came, dots undone. A 2xx promises that it is stored. */
  message(
    mail: {
      readonly mailFrom: string;
      readonly rcptTo: readonly string[];
      readonly bytes: Buffer;
      readonly dsn: DsnRequest;
      /** The client asked for REQUIRETLS (RFC 8689). */
      readonly requireTls: boolean;
    },
    session: Session<User>,
  ): Promise<Reply>;
};

const OK: Reply = reply(250, '2.0.0', 'Ok');
const FAULT: Reply = reply(451, '4.3.0', 'a fault of this server, try again later');
const FAILED_LOGINS_MAX = 5;
const REFUSED_RECIPIENTS_MAX = 100;
/** Messages that are on their way in, over all sessions. */
const ROOM_BYTES = 80 * 1024 * 1024;

type Callback = (error?: Error | null, message?: string) => void;
type Frame = {
  readonly program: string;
  readonly name: string;
  readonly sessionsPerAddressMax: number;
  readonly log: Log;
};

/** The callbacks of smtp-server over our handlers. */
export function makeHandlers<User>(frame: Frame, handlers: SmtpHandlers<User>): SMTPServerOptions {
  const { program, log } = frame;
  const metrics = smtpMetrics(program);
  const room = openRoom(ROOM_BYTES);
  const perAddress = new Map<string, number>();
  const opened = new WeakSet<SMTPServerSession>();
  const faults = new WeakMap<SMTPServerSession, { logins: number; recipients: number }>();
  const faultsOf = (session: SMTPServerSession) => {
    const kept = faults.get(session) ?? { logins: 0, recipients: 0 };
    faults.set(session, kept);
    return kept;
  };

  const view = (session: SMTPServerSession) => viewOf<User>(session, () => opened.has(session));

  /** Runs a handler; what it throws is our fault and nobody else's. */
  const decide = async (work: () => Promise<Reply>): Promise<Reply> => {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error, away: isDatabaseAway(error) }, 'a mail could not be dealt with');
      return FAULT;
    }
  };
  const answer = (given: Reply, callback: Callback): void => {
    if (given.code < 300) {
      callback(null, `${given.enhanced} ${given.text}`);
      return;
    }
    metrics.refused(given);
    callback(new ReplyError(given));
  };

  return {
    onConnect(session, callback) {
      const here = perAddress.get(session.remoteAddress) ?? 0;
      if (here >= frame.sessionsPerAddressMax) {
        answer(reply(421, '4.7.0', 'too many connections from your address'), callback);
        return;
      }
      opened.add(session);
      perAddress.set(session.remoteAddress, here + 1);
      metrics.opened();
      callback();
    },
    onClose(session) {
      if (!opened.delete(session)) return;
      const left = (perAddress.get(session.remoteAddress) ?? 1) - 1;
      if (left > 0) perAddress.set(session.remoteAddress, left);
      else perAddress.delete(session.remoteAddress);
      metrics.closed();
    },
    async onAuth(auth, session, callback) {
      const login = { username: auth.username ?? '', password: auth.password ?? '', address: session.remoteAddress };
      let user: User | undefined;
      const given = await decide(async () => {
        const found = await handlers.login!(login);
        if (!('user' in found)) return found;
        user = found.user;
        return OK;
      });
      if (user !== undefined) {
        callback(null, { user });
        return;
      }
      metrics.refused(given);
      const over = given.code === 535 && ++faultsOf(session).logins >= FAILED_LOGINS_MAX;
      callback(new ReplyError(over ? reply(421, '4.7.0', 'too many failed attempts to log in') : given));
    },
    async onMailFrom(address, session, callback) {
      address.address = addressAsGiven(address.address);
      answer(await decide(() => handlers.mailFrom(address.address, view(session))), callback);
    },
    async onRcptTo(address, session, callback) {
      const given =
        readRecipient(address, session, frame.name) ??
        (await decide(() => handlers.rcptTo(address.address, view(session))));
      const over = given.code >= 500 && ++faultsOf(session).recipients >= REFUSED_RECIPIENTS_MAX;
      answer(over ? reply(421, '4.7.0', 'too many refused recipients') : given, callback);
    },
    async onData(stream, session, callback) {
      const given = await decide(async () => {
        const read = await collectMessage(stream, room);
        if (!read.ok) {
          return read.why === 'size'
            ? reply(552, '5.3.4', 'the message is too large')
            : reply(452, '4.3.1', 'too much mail is on its way in, try again later');
        }
        try {
          const { mailFrom, rcptTo, dsn, requireTLS } = session.envelope;
          return await handlers.message(
            {
              mailFrom: mailFrom ? mailFrom.address : '',
              rcptTo: rcptTo.map((recipient) => recipient.address),
              bytes: read.bytes,
              dsn: {
                ret: dsn?.ret === 'FULL' || dsn?.ret === 'HDRS' ? dsn.ret : null,
                envid: dsn?.envid ?? null,
                recipients: rcptTo.map((recipient) => ({
                  notify: recipient.dsn?.notify ?? null,
                  orcpt: recipient.dsn?.orcpt ?? null,
                })),
              },
              requireTls: requireTLS ?? false,
            },
            view(session),
          );
        } finally {
          room.give(read.bytes.length);
        }
      });
      if (given.code < 300) metrics.accepted();
      answer(given, callback);
    },
  };
}

const viewOf = <User>(session: SMTPServerSession, isOpen: () => boolean): Session<User> => ({
  id: session.id,
  user: session.user as User | undefined,
  address: session.remoteAddress,
  helo: String(session.hostNameAppearsAs || ''),
  protocol: session.transmissionType,
  isOpen,
});

/** Puts the address in order, or refuses its form. */
function readRecipient(address: SMTPServerAddress, session: SMTPServerSession, name: string): Reply | undefined {
  // The one recipient without a domain (RFC 5321 section 4.1.1.3).
  address.address = /^postmaster$/i.test(address.address) ? `postmaster@${name}` : addressAsGiven(address.address);
  const parsed = parseAddress(address.address);
  if (!parsed.ok) return reply(501, '5.1.3', `this is no address: ${parsed.reason.replaceAll('_', ' ')}`);
  if (/[^\u0000-\u007f]/.test(address.address) && !session.envelope.smtpUtf8) {
    return reply(553, '5.6.7', 'this address needs SMTPUTF8');
  }
  return undefined;
}
