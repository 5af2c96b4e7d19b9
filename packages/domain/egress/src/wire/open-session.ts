import type { SecureContext } from 'node:tls';
import type { SmtpReply } from '@hikyaku/mail';
import { replyText, type SaidLine } from './said.ts';
import type { WireMessage } from './send-message.ts';
import { ConnectionLost, type Secured, SmtpSocket } from './smtp-socket.ts';
import { storableText } from './storable-text.ts';

export type SessionTarget = {
  /** Name of the MX, and the address that was chosen for it. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly localAddress?: string;
  readonly ehloName: string;
  readonly tls: 'opportunistic' | 'required' | 'none';
  readonly verifyTls: boolean;
  /** Further authorities to believe. */
  readonly secureContext?: SecureContext;
};

export type Extensions = {
  readonly pipelining: boolean;
  readonly size: boolean;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  readonly dsn: boolean;
  readonly requireTls: boolean;
  /** Bytes that it takes (RFC 1870); infinite when it does not say. */
  readonly sizeMax: number;
};

/** A host that offers no TLS at all. */
export const NO_STARTTLS = 'NO_STARTTLS';

/** A connection that is ready for MAIL. */
export type Session = {
  readonly socket: SmtpSocket;
  /** The message whose MAIL, RCPT and DATA went out together with the end of the one before it. */
  ahead: WireMessage | undefined;
  readonly extensions: Extensions;
  readonly tls: string | null;
  /** What is wrong with the host's certificate for its name; '' = nothing, or there is no TLS. */
  readonly tlsFault: string;
  /** The host is in TLS and showed a good certificate for its name. */
  readonly isVerified: boolean;
  /** Who named the host can be believed: an operator's route, or the policy of the domain that it is used for now (MTA-STS). */
  isVouched: boolean;
  /** Domains that it was counted for. */
  readonly reported: Set<string>;
  readonly opening: readonly SaidLine[];
  readonly target: SessionTarget;
};

export type OpenedSession =
  | { readonly ok: true; readonly session: Session }
  /** `reply` when the server said no; `tls` when the handshake failed, so that the caller may try in clear. */
  | {
      readonly ok: false;
      readonly phase: 'connect' | 'ehlo' | 'tls';
      readonly reply?: SmtpReply;
      readonly fault?: string;
      /** What Node or OpenSSL call it, or NO_STARTTLS. */
      readonly tlsFault?: string;
      readonly opening: readonly SaidLine[];
    };

/** Kept of each line, in characters. */
const LINE_MAX = 1_000;
const CONNECT_MS = 30_000;
const GREETING_MS = 60_000;
const COMMAND_MS = 120_000;
const TLS_MS = 30_000;

/** Connects, reads the banner, says EHLO and upgrades to TLS when it is offered and wanted (RFC 5321 4.3.1, RFC 3207). */
export async function openSession(target: SessionTarget): Promise<OpenedSession> {
  const opening: SaidLine[] = [];
  const startedAt = Date.now();
  const note = (who: 'S' | 'C', text: string) =>
    opening.push([Date.now() - startedAt, who, storableText(text, LINE_MAX)]);
  let phase: 'connect' | 'ehlo' | 'tls' = 'connect';
  let socket: SmtpSocket | undefined;
  try {
    socket = await SmtpSocket.open({ ...target, timeoutMs: CONNECT_MS });
    const refusal = async (timeoutMs: number): Promise<SmtpReply | undefined> => {
      const reply = await socket!.reply(timeoutMs);
      note('S', replyText(reply));
      return reply.code >= 400 ? reply : undefined;
    };
    const banner = await refusal(GREETING_MS);
    if (banner) return close(socket, { ok: false, phase, reply: banner, opening });
    phase = 'ehlo';
    let hello = await greet(socket, target, note);
    if (hello.code >= 400) return close(socket, { ok: false, phase, reply: hello, opening });
    let secured: Secured | undefined;
    const offered = offers(hello, 'STARTTLS');
    if (offered && target.tls !== 'none') {
      phase = 'tls';
      note('C', 'STARTTLS');
      socket.write('STARTTLS\r\n');
      const refused = await refusal(COMMAND_MS);
      if (refused) return close(socket, { ok: false, phase, reply: refused, opening });
      secured = await socket.startTls({
        servername: target.host,
        verify: target.verifyTls,
        secureContext: target.secureContext,
        timeoutMs: TLS_MS,
      });
      hello = await greet(socket, target, note);
      if (hello.code >= 400) return close(socket, { ok: false, phase: 'ehlo', reply: hello, opening });
    } else if (target.tls === 'required') {
      return close(socket, {
        ok: false,
        phase: 'tls',
        fault: 'the server does not offer STARTTLS, which is required',
        tlsFault: NO_STARTTLS,
        opening,
      });
    }
    const has = (word: string) => offers(hello, word);
    const extensions = {
      pipelining: has('PIPELINING'),
      size: has('SIZE'),
      eightBit: has('8BITMIME'),
      smtpUtf8: has('SMTPUTF8'),
      dsn: has('DSN'),
      requireTls: has('REQUIRETLS'),
      sizeMax: Number(/(?:^| )SIZE[ =](\d{1,15})/i.exec(hello.text)?.[1] ?? 0) || Number.POSITIVE_INFINITY,
    };
    const tls = secured?.name ?? null;
    const tlsFault = secured?.fault ?? '';
    const isVerified = secured?.fault === '';
    const known = { tls, tlsFault, isVerified, isVouched: false, reported: new Set<string>() };
    return { ok: true, session: { socket, ahead: undefined, extensions, ...known, opening, target } };
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    socket?.destroy();
    return { ok: false, phase, fault: error.message, tlsFault: error.code, opening };
  }
}

/** Whole words alone: a host may be called dsn.example, and greets with its name in the same text. */
const offers = ({ text }: SmtpReply, word: string): boolean => new RegExp(`(?:^| )${word}(?:[ =]|$)`, 'i').test(text);

async function greet(
  socket: SmtpSocket,
  target: SessionTarget,
  note: (who: 'S' | 'C', text: string) => void,
): Promise<SmtpReply> {
  note('C', `EHLO ${target.ehloName}`);
  socket.write(`EHLO ${target.ehloName}\r\n`);
  let reply = await socket.reply(COMMAND_MS);
  note('S', replyText(reply));
  if (reply.code >= 500) {
    // A server that knows no EHLO gets HELO (RFC 5321 3.2).
    note('C', `HELO ${target.ehloName}`);
    socket.write(`HELO ${target.ehloName}\r\n`);
    reply = await socket.reply(COMMAND_MS);
    note('S', replyText(reply));
    return { ...reply, text: '' };
  }
  return reply;
}

function close<T>(socket: SmtpSocket, result: T): T {
  socket.quit();
  return result;
}
