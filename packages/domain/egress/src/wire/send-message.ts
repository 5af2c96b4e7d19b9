import { dotStuff, type ReplyPhase, type SmtpReply } from '@hikyaku/mail';
import { findObstacle, type Obstacle } from './find-obstacle.ts';
import type { Session } from './open-session.ts';
import { replyText, type SaidReply } from './said.ts';
import { ConnectionLost } from './smtp-socket.ts';

export type WireMessage = {
  readonly mailFrom: string;
  readonly rcptTo: string;
  /** Header and body, CRLF, not dot-stuffed. */
  readonly bytes: Buffer;
  /** An address in it is not ASCII: only a host with SMTPUTF8 can take it. */
  readonly smtpUtf8: boolean;
  /** Its bytes are not all ASCII: only a host with 8BITMIME can take it. */
  readonly eightBit: boolean;
  readonly requireTls: boolean;
  /** What goes behind MAIL and RCPT where DSN is offered; '' mostly. */
  readonly dsn: { readonly mail: string; readonly rcpt: string };
};

/**
 * What became of one transaction. `replied`: the server decided, in this phase. `lost`: the connection broke; before
 * the dot nobody has got anything, after it nobody can know.
 */
export type WireOutcome =
  | {
      readonly kind: 'replied';
      readonly phase: ReplyPhase;
      readonly reply: SmtpReply;
      readonly said: readonly SaidReply[];
    }
  /** The host cannot take this message: it was not asked, and the session is as it was. */
  | ({ readonly kind: 'unfit'; readonly phase: 'mail'; readonly said: readonly SaidReply[] } & Obstacle)
  | {
      readonly kind: 'lost';
      readonly afterDot: boolean;
      readonly phase: ReplyPhase;
      readonly fault: string;
      readonly said: readonly SaidReply[];
    };

/** What must be true before the final dot leaves. */
export type Commit = {
  /** Records that the recipient is about to be committed. When it rejects, the connection is cut. */
  mark(): Promise<void>;
  /** False once somebody else may have the recipient. */
  isOurs(): boolean;
};

const COMMAND_MS = 120_000;

const END = Buffer.from('.\r\n');
/**
 * Behind a message that does not fit into one segment of the loopback, a server may answer the dot before it has read what
 * follows; its second answer then waits for our acknowledgement of the first (Nagle), which waits too: 40 ms.
 */
const FOLLOWED_MAX = 32 * 1024;

/**
 * One MAIL, RCPT, DATA and message on a session that is ready (RFC 5321 3.3; pipelined where offered, RFC 2920).
 * The mark is awaited after the server's 354 and before anything of the message leaves: until the final dot the receiver
 * must discard what it has. Whoever slept so long that the lease ran out sends nothing.
 *
 * `follow` is asked when the message leaves: the MAIL, RCPT and DATA of the one that it names go out behind the dot, in
 * the same write. Its body waits for its own call of this function, so that at most one dot of a session is unanswered.
 */
export async function sendMessage(
  session: Session,
  message: WireMessage,
  commit: Commit,
  answerTimeoutMs: number,
  follow: () => WireMessage | undefined,
): Promise<WireOutcome> {
  const { socket, extensions } = session;
  const startedAt = Date.now();
  const said: SaidReply[] = [];
  let phase: ReplyPhase = 'mail';
  let dotLeft = false;
  const hear = async (timeoutMs: number): Promise<SmtpReply> => {
    const reply = await socket.reply(timeoutMs);
    said.push({ offsetMs: Date.now() - startedAt, text: replyText(reply) });
    return reply;
  };
  const isAhead = session.ahead === message;
  session.ahead = undefined;
  const obstacle = isAhead ? undefined : findObstacle(session, message);
  if (obstacle) return { kind: 'unfit', phase, ...obstacle, said };
  const rcpt = rcptLine(session, message);
  let refusal: { phase: ReplyPhase; reply: SmtpReply } | undefined;
  try {
    const marked = commit.mark();
    // Rejections are seen where it is awaited; on the paths that end before that nobody needs it.
    marked.catch(() => {});
    if (!isAhead) socket.write(extensions.pipelining ? envelope(session, message) : mailLine(session, message));
    refusal = refused(phase, await hear(COMMAND_MS));
    if (refusal && !extensions.pipelining) return { kind: 'replied', ...refusal, said };
    if (!extensions.pipelining) socket.write(rcpt);
    phase = 'rcpt';
    const toRcpt = await hear(COMMAND_MS);
    refusal ??= refused(phase, toRcpt);
    if (refusal && !extensions.pipelining) return { kind: 'replied', ...refusal, said };
    if (!extensions.pipelining) socket.write('DATA\r\n');
    phase = 'data';
    const toData = await hear(COMMAND_MS);
    if (refusal) {
      // A server may take DATA without a recipient; an empty message ends it (RFC 2920 section 3.1).
      if (toData.code === 354) {
        socket.write('.\r\n');
        await hear(COMMAND_MS);
      }
      return { kind: 'replied', ...refusal, said };
    }
    if (toData.code >= 400) return { kind: 'replied', phase, reply: toData, said };
    if (toData.code !== 354) throw outOfStep(phase, toData);
    await marked;
    if (!commit.isOurs()) throw new ConnectionLost('the lease of the batch ran out before the end of data');
    phase = 'dot';
    if (socket.isBroken)
      return { kind: 'lost', afterDot: false, phase: 'data', fault: 'the server closed the connection', said };
    const wished = extensions.pipelining && message.bytes.length <= FOLLOWED_MAX ? follow() : undefined;
    const next = wished && !findObstacle(session, wished) ? wished : undefined;
    dotLeft = true;
    session.ahead = next;
    const pieces = [dotStuff(message.bytes), END];
    if (next) pieces.push(Buffer.from(envelope(session, next)));
    socket.write(Buffer.concat(pieces));
    const toDot = await hear(answerTimeoutMs);
    if (toDot.code < 400 && toDot.code >= 300) throw outOfStep(phase, toDot);
    return { kind: 'replied', phase, reply: toDot, said };
  } catch (error) {
    socket.destroy();
    if (!(error instanceof ConnectionLost)) throw error;
    // What it said of the recipient stands, whatever became of the rest.
    if (refusal) return { kind: 'replied', ...refusal, said };
    return { kind: 'lost', afterDot: dotLeft, phase, fault: error.message, said };
  }
}

function mailLine({ extensions }: Session, message: WireMessage): string {
  const { mailFrom, bytes, smtpUtf8, requireTls, dsn } = message;
  const size = extensions.size ? ` SIZE=${bytes.length}` : '';
  const body = extensions.eightBit ? ' BODY=8BITMIME' : '';
  return `MAIL FROM:<${mailFrom}>${size}${body}${smtpUtf8 ? ' SMTPUTF8' : ''}${requireTls ? ' REQUIRETLS' : ''}${extensions.dsn ? dsn.mail : ''}\r\n`;
}

const rcptLine = ({ extensions }: Session, { rcptTo, dsn }: WireMessage): string =>
  `RCPT TO:<${rcptTo}>${extensions.dsn ? dsn.rcpt : ''}\r\n`;

const envelope = (session: Session, message: WireMessage): string =>
  `${mailLine(session, message)}${rcptLine(session, message)}DATA\r\n`;

/** Undefined for a yes. A 3xx belongs to DATA alone: whoever says it elsewhere is not where we are. */
function refused(phase: ReplyPhase, reply: SmtpReply) {
  if (reply.code >= 300 && reply.code < 400) throw outOfStep(phase, reply);
  return reply.code >= 400 ? { phase, reply } : undefined;
}

const outOfStep = (phase: ReplyPhase, reply: SmtpReply) =>
  new ConnectionLost(`the server answered out of step, to ${phase}: ${replyText(reply)}`);

/** Ends a transaction that the server refused, so that the next may begin. False when the session is of no more use. */
export async function resetSession(session: Session): Promise<boolean> {
  try {
    session.socket.write('RSET\r\n');
    return (await session.socket.reply(COMMAND_MS)).code < 400;
  } catch {
    return false;
  }
}

export function closeSession(session: Session): void {
  session.socket.quit();
}
