import type { Reason } from './reason.ts';
import { findRule } from './reply-rules.ts';

export type ReplyPhase = 'connect' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'dot';

export type Said = {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
  readonly phase?: ReplyPhase;
};

const TEXT_MAX = 2000;

/** The status codes that mean one thing (RFC 3463, RFC 7372, RFC 7505), asked after the words: many systems send 5.1.1 or 5.7.1 for anything. */
const byStatus: Record<string, Reason> = {
  '1.0': 'invalid_recipient',
  '1.1': 'invalid_recipient',
  '1.2': 'bad_domain',
  '1.3': 'invalid_recipient',
  '1.4': 'invalid_recipient',
  '1.6': 'inactive_mailbox',
  '1.7': 'sender_rejected',
  '1.8': 'sender_rejected',
  '1.9': 'protocol',
  '1.10': 'bad_domain',
  '2.0': 'inactive_mailbox',
  '2.1': 'inactive_mailbox',
  '2.2': 'mailbox_full',
  '2.3': 'message_too_large',
  '2.4': 'inactive_mailbox',
  '3.0': 'remote_system',
  '3.1': 'remote_system',
  '3.2': 'remote_system',
  '3.3': 'remote_system',
  '3.4': 'message_too_large',
  '3.5': 'remote_system',
  '4.0': 'network',
  '4.1': 'network',
  '4.2': 'network',
  '4.3': 'dns_temp',
  '4.4': 'network',
  '4.5': 'remote_system',
  '4.6': 'network',
  '4.7': 'expired',
  '5.0': 'protocol',
  '5.1': 'protocol',
  '5.2': 'protocol',
  '5.3': 'policy',
  '5.4': 'protocol',
  '5.5': 'protocol',
  '6.0': 'content',
  '6.1': 'content',
  '6.2': 'content',
  '6.3': 'content',
  '6.4': 'content',
  '6.5': 'content',
  '6.6': 'content',
  '6.7': 'content',
  '6.8': 'content',
  '7.0': 'policy',
  '7.1': 'policy',
  '7.2': 'recipient_rejected',
  '7.3': 'policy',
  '7.4': 'protocol',
  '7.5': 'protocol',
  '7.6': 'protocol',
  '7.7': 'auth_failed',
  '7.8': 'policy',
  '7.9': 'auth_failed',
  '7.10': 'tls',
  '7.20': 'auth_failed',
  '7.21': 'auth_failed',
  '7.22': 'auth_failed',
  '7.23': 'auth_failed',
  '7.24': 'auth_failed',
  '7.25': 'auth_failed',
  '7.26': 'auth_failed',
  '7.27': 'sender_rejected',
  '7.28': 'rate_limited',
  '7.29': 'auth_failed',
  '7.30': 'auth_failed',
  '7.31': 'auth_failed',
  '7.40': 'auth_failed',
  '7.509': 'auth_failed',
  '7.515': 'auth_failed',
};

const byCode: Record<number, Reason> = {
  421: 'remote_system',
  450: 'remote_system',
  451: 'remote_system',
  452: 'remote_system',
  454: 'tls',
  500: 'protocol',
  501: 'protocol',
  502: 'protocol',
  503: 'protocol',
  504: 'protocol',
  521: 'policy',
  523: 'message_too_large',
  550: 'recipient_rejected',
  551: 'invalid_recipient',
  552: 'mailbox_full',
  553: 'recipient_rejected',
  554: 'policy',
  555: 'protocol',
  556: 'bad_domain',
};

/** A reason with what led to it. */
export type Grounds = {
  readonly reason: Reason;
  /** The answer that the rule was written for, or the code that was looked up. */
  readonly rule: string;
  /** The words that the rule found; the code itself when a code decided. */
  readonly words: string;
  /** The system is sure, at whatever command. */
  readonly sure: boolean;
};

/** Refusals without words: before MAIL FROM they are about our address, at MAIL FROM about the sender. */
const vague: ReadonlySet<Reason> = new Set(['policy', 'recipient_rejected', 'undetermined', 'protocol']);

/**
 * Why a server said no, with its evidence: its words first, then its status code, then its reply code, in the light of the
 * command that it answered.
 */
export function groundsOf(said: Said): Grounds {
  const { code, enhanced, phase } = said;
  const words = `${code > 0 ? code : ''} ${enhanced ?? ''} ${said.text.slice(0, TEXT_MAX)}`.replace(/\s+/g, ' ').trim();
  const ruled = findRule(words);
  if (ruled) {
    const { rule, found } = ruled;
    const reason = rule.anyPhase ? rule.reason : inPhase(rule.reason, phase, enhanced);
    return { reason, rule: rule.says[0], words: found.slice(0, 200), sure: rule.anyPhase };
  }
  const known = lookUp(code, enhanced);
  const early = phase === 'connect' || phase === 'ehlo' || phase === 'mail';
  if (early && vague.has(known.reason) && !enhanced?.startsWith('4')) {
    const reason = phase === 'mail' ? 'sender_rejected' : 'reputation';
    return { reason, rule: `${known.rule} at ${phase}`, words: known.words, sure: false };
  }
  return { ...known, reason: inPhase(known.reason, phase, enhanced), sure: false };
}

function inPhase(reason: Reason, phase: ReplyPhase | undefined, enhanced: string | null): Reason {
  if (reason !== 'invalid_recipient' && reason !== 'bad_domain') return reason;
  // At MAIL FROM nobody but the sender was named.
  if (phase === 'mail') return 'sender_rejected';
  // A server that took the address at RCPT and says "unknown user" to the message knows the user: it is the
  // recipient's own filter (Japanese carriers). With 5.1.x it is a pipelined answer to RCPT after all.
  const late = phase === 'data' || phase === 'dot';
  return late && !(enhanced?.startsWith('5.1.') && enhanced !== '5.1.0') ? 'recipient_rejected' : reason;
}

function lookUp(code: number, enhanced: string | null): Pick<Grounds, 'reason' | 'rule' | 'words'> {
  const status = enhanced === '5.4.4' ? 'bad_domain' : enhanced === null ? undefined : byStatus[enhanced.slice(2)];
  if (status) return { reason: status, rule: `status ${enhanced}`, words: enhanced ?? '' };
  const said = code > 0 ? { rule: `code ${code}`, words: String(code) } : { rule: 'no words, no code', words: '' };
  return { reason: byCode[code] ?? (code >= 400 && code < 500 ? 'remote_system' : 'undetermined'), ...said };
}
