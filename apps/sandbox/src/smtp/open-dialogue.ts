import type { FindPersonality } from '../find-personality.ts';
import type { DropPhase, Personality, Reply } from '../personality.ts';
import { judgeRecipient } from './judge-recipient.ts';
import type { Limits } from './open-limits.ts';
import { type Path, parsePath } from './parse-path.ts';
import { type DataReader, readData } from './read-data.ts';

export type Recipient = { readonly address: string; readonly personality: Personality };
export type Accepted = {
  readonly mailFrom: string;
  readonly recipients: readonly Recipient[];
  readonly message: Buffer;
};

export type World = {
  readonly find: FindPersonality;
  readonly limits: Limits;
  /** Takes the message and answers the id under which it is kept. */
  readonly accept: (accepted: Accepted) => string;
};

/**
 * What the server does next. `cut`: closes at once, answers that have not left yet are lost. `hang-up`: says what is
 * still to be said and closes.
 */
export type Step =
  | { readonly kind: 'say'; readonly text: Reply; readonly delayMs: number; readonly isLast: boolean }
  | { readonly kind: 'start-tls'; readonly text: Reply }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang-up' };

export type Caller = { readonly ip: string; readonly greeter: Personality | undefined };

const MOST_MESSAGE_BYTES = 35 * 1024 * 1024;
const MOST_RECIPIENTS = 1_000;
const CUT: Step = { kind: 'cut' };
const HANG_UP: Step = { kind: 'hang-up' };

/** The SMTP state of one connection (RFC 5321), without its socket: lines in, steps out. */
export function openDialogue(world: World, { ip, greeter }: Caller) {
  const name = greeter ? `mx.${greeter.match.domain}` : 'mx.sandbox.example';
  /** Personalities whose connection limit counts this connection. */
  const joined = new Set<Personality>();
  let isGreeted = false;
  let isSecure = false;
  let inSession = 0;
  let mailFrom: string | undefined;
  let recipients: Recipient[] = [];
  let reader: DataReader | undefined;

  const say = (text: Reply, delayMs = greeter?.delays?.commandMs ?? 0): Step => ({
    kind: 'say',
    text,
    delayMs,
    isLast: text.startsWith('421'),
  });
  const cutsAt = (phase: DropPhase) => recipients.some((one) => one.personality.drop === phase);

  function reset(): void {
    mailFrom = undefined;
    recipients = [];
    reader = undefined;
  }
  function join(one: Personality): Reply | undefined {
    if (!one.limits?.connections || joined.has(one)) return undefined;
    const refused = world.limits.enter(one, ip);
    if (!refused) joined.add(one);
    return refused;
  }
  const refuseEntry = (text: Reply): Step => ({ kind: 'say', text, delayMs: 0, isLast: true });

  function hello(line: string): Step {
    reset();
    isGreeted = true;
    if (/^HELO/i.test(line)) return say(`250 ${name}`);
    const offers = [name, 'PIPELINING', `SIZE ${MOST_MESSAGE_BYTES}`, '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'];
    if (!isSecure) offers.push('STARTTLS');
    return say(offers.map((text, at) => `250${at === offers.length - 1 ? ' ' : '-'}${text}`).join('\r\n'));
  }

  function mail(path: Path | undefined): Step {
    if (!isGreeted) return say('503 5.5.1 EHLO first');
    if (mailFrom !== undefined) return say('503 5.5.1 MAIL was given');
    if (!path) return say('501 5.1.7 Not a sender address');
    const declared = Number(/\bSIZE=(\d+)/.exec(path.parameters)?.[1] ?? 0);
    if (declared > MOST_MESSAGE_BYTES) return say('552 5.3.4 Message too big');
    mailFrom = path.address;
    return say('250 2.1.0 OK');
  }

  function rcpt(path: Path | undefined): Step {
    if (mailFrom === undefined) return say('503 5.5.1 MAIL first');
    if (!path || path.address === '') return say('501 5.1.3 Not a recipient address');
    if (recipients.length >= MOST_RECIPIENTS) return say('452 4.5.3 Too many recipients');
    const personality = world.find.ofRecipient(path.localPart, path.domain);
    if (personality.drop === 'mail') return CUT;
    if (personality.drop === 'rcpt') return HANG_UP;
    const crowded = personality.limits ? join(world.find.ofDomain(path.domain)) : undefined;
    if (crowded) return refuseEntry(crowded);
    const caller = { ip, isSecure, greeter, mailFrom, recipientsSoFar: inSession++ };
    const { answer, delayMs } = judgeRecipient(personality, path, caller, world.limits);
    if (answer.startsWith('250')) recipients.push({ address: path.address, personality });
    return say(answer, delayMs);
  }

  function data(): Step {
    if (mailFrom === undefined) return say('503 5.5.1 MAIL first');
    if (recipients.length === 0) return say('554 5.5.1 No valid recipients');
    if (cutsAt('data')) return HANG_UP;
    reader = readData(MOST_MESSAGE_BYTES);
    return say('354 Go ahead');
  }

  function startTls(line: string): Step {
    if (!/^STARTTLS$/i.test(line)) return say('501 5.5.4 STARTTLS takes no argument');
    if (isSecure) return say('503 5.5.1 TLS is on');
    return { kind: 'start-tls', text: '220 2.0.0 Go ahead' };
  }

  function dot(read: DataReader): Step {
    const from = mailFrom ?? '';
    const to = recipients;
    const traits = to.map((one) => one.personality);
    const refused = traits.find((one) => one.answers?.dot)?.answers?.dot;
    const drop = traits.find((one) => one.drop)?.drop;
    const delayMs = Math.max(...traits.map((one) => one.delays?.dotMs ?? 0));
    reset();
    if (read.isTooBig) return say('552 5.3.4 Message too big', delayMs);
    if (refused) return say(refused, delayMs);
    if (drop === 'dot-lost') return HANG_UP;
    const id = world.accept({ mailFrom: from, recipients: to, message: read.message() });
    return drop === 'dot' ? HANG_UP : say(`250 2.0.0 OK ${id}`, delayMs);
  }

  return {
    /** What the server says first. */
    greet(): Step {
      const refused = greeter ? join(greeter) : undefined;
      return refused ? refuseEntry(refused) : say(`220 ${name} ESMTP sandbox`, greeter?.delays?.bannerMs ?? 0);
    },
    command(line: string): Step {
      switch (line.slice(0, 4).toUpperCase()) {
        case 'EHLO':
        case 'HELO':
          return hello(line);
        case 'MAIL':
          return mail(parsePath(line));
        case 'RCPT':
          return rcpt(parsePath(line));
        case 'DATA':
          return data();
        case 'STAR':
          return startTls(line);
        case 'RSET':
          reset();
          return say('250 2.0.0 OK');
        case 'NOOP':
          return say('250 2.0.0 OK');
        case 'VRFY':
          return say('252 2.5.2 Send some mail and see');
        case 'QUIT':
          return { kind: 'say', text: '221 2.0.0 Bye', delayMs: 0, isLast: true };
        default:
          return say('500 5.5.1 Command not known');
      }
    },
    refuseLine: (text: Reply): Step => say(text),
    get isReadingBody() {
      return reader !== undefined;
    },
    /** Takes bytes of the body; `used` says how many of them when the message ends in there. */
    body(chunk: Buffer): { used: number | undefined; step: Step | undefined } {
      const read = reader as DataReader;
      const used = read.push(chunk);
      if (cutsAt('body')) return { used, step: HANG_UP };
      return { used, step: used === undefined ? undefined : dot(read) };
    },
    /** The handshake begins: everything said before is forgotten (RFC 3207 section 4.2). */
    becomeSecure(): void {
      reset();
      isGreeted = false;
      isSecure = true;
    },
    leave(): void {
      for (const one of joined) world.limits.leave(one, ip);
      joined.clear();
    },
  };
}
