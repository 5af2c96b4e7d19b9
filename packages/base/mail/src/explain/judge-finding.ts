import { suppressionClass } from '../reply/reason.ts';
import { type ReplyPhase, reasonOf } from '../reply/reason-of.ts';
import { RULES } from '../reply/reply-rules.ts';
import { findCodes, replyStart } from './find-codes.ts';
import { findPhase } from './find-phase.ts';
import type { Finding, RecipientReport } from './report.ts';

const DIAGNOSTIC_MAX = 1000;

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
  if (finding.action === 'delivered') return { ...base, reason: 'delivered', hard: false };
  const phase = findPhase(finding.said) ?? findPhase(finding.around);
  let reason = reasonOf({ code: found.code ?? 0, enhanced: status, text: words, phase });
  if (reason === 'undetermined' && around !== words) {
    reason = reasonOf({ code: found.code ?? 0, enhanced: status, text: around, phase });
  }
  if (reason === 'invalid_recipient' && isUnsure(found.code, status, phase, words)) reason = 'recipient_rejected';
  // A status of 4.x on a final failure means that time ran out, not that the address is dead.
  const hard = finding.action === 'failed' && !/^4\.(?!1)/.test(status ?? '') && suppressionClass(reason) === 'now';
  return { ...base, reason, hard };
}

const meansItAnywhere = RULES.filter((rule) => rule.anyPhase);

/**
 * A server that says "unknown user" without 5.1.x may mean the recipient's filter when it said so after DATA.
 * Where the notice does not tell the command, one such answer must not suppress: the second will.
 */
function isUnsure(code: number | null, status: string | null, phase: ReplyPhase | undefined, words: string): boolean {
  if (code === null || phase !== undefined) return false;
  const named = status !== null && /^5\.1\./.test(status);
  return !named && !meansItAnywhere.some((rule) => rule.pattern.test(words));
}

/** From the remote server's reply on, when there is one, its continuation codes taken out. */
function ownWords(text: string): string {
  const at = replyStart(text);
  if (at < 0) return text;
  const reply = text.slice(at).trim();
  const first = /^[^\d]{0,2}\d{3}[ '-]{1,3}(?:#?\d\.\d{1,3}\.\d{1,3})?/.exec(reply)?.[0].length ?? 0;
  return reply.slice(0, first) + reply.slice(first).replace(/\b[45]\d\d[- ](?:\d\.\d{1,3}\.\d{1,3} )?/g, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 4000);
}
