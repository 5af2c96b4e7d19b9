import { suppressionClass } from '../reply/reason.ts';
import { reasonOf } from '../reply/reason-of.ts';
import type { Finding, RecipientReport } from './report.ts';

const DIAGNOSTIC_MAX = 1000;
const codeAndStatus = /(?<![\d.:[-])([45]\d\d)[ -]{1,3}#?([45]\.\d{1,3}\.\d{1,3})\b/;
const codeAlone = /(?:^|[\s:>"([])([45][0-5]\d)(?=[ -]+[A-Za-z<#'"(*[]|[-:]|\s*$|\))/m;
const statusAlone = /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** What one finding means: status and reply code from the fields or out of the words, and the reason. */
export function judgeFinding(finding: Finding): RecipientReport {
  const said = oneLine(finding.said);
  const around = oneLine(finding.around);
  const words = said === '' ? around : said;
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
  let reason = reasonOf({ code: found.code ?? 0, enhanced: status, text: words });
  if (reason === 'undetermined' && around !== words) {
    reason = reasonOf({ code: found.code ?? 0, enhanced: status, text: around });
  }
  const hard = finding.action === 'failed' && suppressionClass(reason) === 'now';
  return { ...base, reason, hard };
}

export function findCodes(text: string): { code: number | null; status: string | null } {
  const both = codeAndStatus.exec(text);
  if (both) return { code: Number(both[1]), status: both[2]! };
  const code = codeAlone.exec(text)?.[1];
  const status = statusAlone.exec(text)?.[1] ?? null;
  return { code: code === undefined ? null : Number(code), status };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 4000);
}
