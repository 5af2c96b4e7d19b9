import { type Grounds, groundsOf, type ReplyPhase } from '../reply/grounds-of.ts';
import { type Reason, suppressionClass } from '../reply/reason.ts';
import { findCodes, replyStart } from './find-codes.ts';
import { findPhase } from './find-phase.ts';
import type { Finding, RecipientReport } from './report.ts';

const DIAGNOSTIC_MAX = 1000;

/** Said after the cause by systems that give up (qmail); the reason only where there is no other. */
const givingUp = /I'm not going to try again; this message has been in the queue too long\.?/i;

/** What one finding means: status and reply code from the fields or out of the words, and the reason. */
export function judgeFinding(finding: Finding): RecipientReport {
  const said = oneLine(finding.said);
  const around = oneLine(finding.around);
  const words = ownWords(said === '' ? around : said);
  const found = findCodes(words);
  const specific = finding.status !== null && !/\.0\.0$/.test(finding.status);
  const status = specific ? finding.status : (found.status ?? finding.status);
  const base = {
    recipient: finding.recipient,
    status,
    reply_code: found.code,
    diagnostic: words === '' ? null : words.slice(0, DIAGNOSTIC_MAX),
  };
  if (finding.action === 'delivered') {
    const evidence = [{ rule: 'Action (RFC 3464 2.3.3)', part: finding.saidIn, words: 'delivered' }];
    return { ...base, reason: 'delivered', hard: false, evidence };
  }
  const phase = findPhase(finding.said) ?? findPhase(finding.around);
  const { grounds, own } = weigh(words, around, { code: found.code ?? 0, status, phase });
  const unsure = grounds.reason === 'invalid_recipient' && !grounds.sure && isUnsure(status, phase);
  const reason = unsure ? unsureReason(status) : grounds.reason;
  // A status of 4.x on a final failure means that time ran out, not that the address is dead.
  const hard = finding.action === 'failed' && !/^4\.(?!1)/.test(status ?? '') && suppressionClass(reason) === 'now';
  const part = own && said !== '' ? finding.saidIn : finding.aroundIn;
  return { ...base, reason, hard, evidence: [{ rule: grounds.rule, part, words: grounds.words }] };
}

type Codes = { code: number; status: string | null; phase: ReplyPhase | undefined };

/** The system's own words first; where they say nothing, the words around them; where those say nothing, that time ran out. */
function weigh(words: string, around: string, { code, status, phase }: Codes): { grounds: Grounds; own: boolean } {
  const ask = (text: string) => groundsOf({ code, enhanced: status, text: text.replace(givingUp, ''), phase });
  const own = ask(words);
  if (own.reason !== 'undetermined') return { grounds: own, own: true };
  const other = around === words ? own : ask(around);
  if (other.reason !== 'undetermined') return { grounds: other, own: false };
  const end = givingUp.exec(`${words} ${around}`)?.[0];
  if (end === undefined) return { grounds: own, own: true };
  return { grounds: { reason: 'expired', rule: end, words: end, sure: true }, own: words.includes(end) };
}

/**
 * A server that says "unknown user" without 5.1.x may mean the recipient's filter when it said so after DATA.
 * Where the notice does not tell the command, one such answer must not suppress: the second will.
 */
function isUnsure(status: string | null, phase: ReplyPhase | undefined): boolean {
  return phase === undefined && !/^[45]\.1\./.test(status ?? '');
}

/** x.2.1 says that the mailbox exists. */
const unsureReason = (status: string | null): Reason =>
  /^[45]\.2\.1$/.test(status ?? '') ? 'inactive_mailbox' : 'recipient_rejected';

/** From the remote server's reply on, when there is one, its continuation codes taken out. */
function ownWords(text: string): string {
  const at = replyStart(text);
  if (at < 0) return text;
  const reply = text.slice(at).trim();
  const first = /^[^\d]{0,2}\d{3}[ '-]{1,3}(?:#?\d\.\d{1,3}\.\d{1,3})?/.exec(reply)?.[0].length ?? 0;
  return reply.slice(0, first) + reply.slice(first).replace(/\b[45]\d\d[- ](?:\d\.\d{1,3}\.\d{1,3} )?/g, '');
}

function oneLine(text: string): string {
  return text.slice(0, 16_000).replace(/\s+/g, ' ').trim().slice(0, 4000);
}
