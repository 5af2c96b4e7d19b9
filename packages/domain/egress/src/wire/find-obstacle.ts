import type { Reason } from '@hikyaku/mail';
import type { Session } from './open-session.ts';
import type { WireMessage } from './send-message.ts';

/** Why a message cannot go over a connection, in words of ours: the server was not asked. */
export type Obstacle = {
  readonly reason: Reason;
  readonly reply: { readonly code: number; readonly enhanced: string; readonly text: string };
};

/** Undefined when the host of this session can take this message; all that is compared was found out before. */
export function findObstacle(
  { extensions, isVerified, isVouched }: Session,
  message: WireMessage,
): Obstacle | undefined {
  if (message.smtpUtf8 && !extensions.smtpUtf8) return NO_UTF8;
  if (message.bytes.length > extensions.sizeMax) return TOO_LARGE;
  if (message.eightBit && !extensions.eightBit) return NO_EIGHT_BIT;
  if (message.requireTls && !(isVerified && isVouched && extensions.requireTls)) return NO_REQUIRETLS;
  return undefined;
}

const obstacle = (reason: Reason, code: number, enhanced: string, text: string): Obstacle => ({
  reason,
  reply: { code, enhanced, text },
});

// RFC 6531 section 3.5, RFC 1870 section 6.1, RFC 3463 section 3.7 and RFC 8689 section 4.2.1.
const NO_UTF8 = obstacle('content', 553, '5.6.7', 'the address needs SMTPUTF8, which the host does not offer');
const TOO_LARGE = obstacle('message_too_large', 552, '5.3.4', 'the message is larger than the host says it takes');
const NO_EIGHT_BIT = obstacle('content', 554, '5.6.3', 'the message has signed 8-bit parts and the host takes none');
const NO_REQUIRETLS = obstacle('policy', 550, '5.7.30', 'REQUIRETLS was asked for, and this host cannot promise it');
