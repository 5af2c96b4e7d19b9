import {
  decodeHeaderText,
  type Evidence,
  explain,
  explainReply,
  parseReply,
  type Reason,
  type RecipientReport,
  type ReplyPhase,
  readEntity,
  scopeOf,
  suppressionClass,
} from '@hikyaku/mail';
import { markWords } from './mark-words.ts';
import type { BounceView, Consequence, EvidenceView, PartView, VerdictView } from './view.ts';

const RECIPIENTS_SHOWN = 50;
const PARTS_SHOWN = 8;
const PART_CHARACTERS = 8_000;
const ANSWER_CHARACTERS = 2_000;
/** Fields that tell a notice from other mail, and who it is about. */
const FIELDS = ['Return-Path', 'From', 'To', 'Subject', 'Auto-Submitted', 'X-Failed-Recipients', 'Precedence'] as const;

/** A mail that came back, or the bare answer of a server, read for a person. Any bytes are taken. */
export function readBounce(bytes: Buffer): BounceView {
  const text = bytes.length <= ANSWER_CHARACTERS ? bytes.toString('utf8').trim() : '';
  if (/^[245]\d\d[ -]/.test(text)) return readAnswer(text);
  const { kind, recipients, evidence } = explain(bytes);
  const all = [...evidence, ...recipients.flatMap((one) => one.evidence)];
  return {
    kind,
    isEmpty: text === '' && bytes.length <= ANSWER_CHARACTERS,
    verdicts: recipients.slice(0, RECIPIENTS_SHOWN).map(viewRecipient),
    evidence: uniqueWords(evidence),
    parts: kind === 'other' ? [] : viewParts(bytes, all),
  };
}

/** One answer of a server, as the MTA reads it. `phase` is the command that was answered, where it is known. */
export function readAnswer(text: string, phase: ReplyPhase = 'rcpt'): BounceView {
  const { code, enhanced, text: said } = parseReply(text.split(/\r?\n/));
  const { reason, hard, rule, words, outcome } = explainReply({ code, enhanced, text: said, phase });
  const verdict = {
    email: null,
    reason,
    hard,
    scope: scopeOf(reason),
    consequence: outcome === 'deferred' ? ('keep' as const) : consequenceOf(reason),
    status: enhanced,
    code,
    said: markWords(text, [words]),
    evidence: [{ rule, part: '', words }],
  };
  return { kind: 'answer', isEmpty: false, verdicts: [verdict], evidence: [], parts: [] };
}

function viewRecipient(one: RecipientReport): VerdictView {
  const soft = one.status?.startsWith('4') && suppressionClass(one.reason) === 'now' && !one.hard;
  return {
    email: one.recipient,
    reason: one.reason,
    hard: one.hard,
    scope: scopeOf(one.reason),
    consequence: soft ? 'keep' : consequenceOf(one.reason),
    status: one.status,
    code: one.reply_code,
    said: markWords(
      one.diagnostic ?? '',
      one.evidence.map((evidence) => evidence.words),
    ),
    evidence: uniqueWords(one.evidence),
  };
}

function consequenceOf(reason: Reason): Consequence {
  if (reason === 'complaint' || reason === 'unsubscribe') return reason;
  if (reason === 'autoreply' || reason === 'delivered' || reason === 'delayed') return 'none';
  const kind = suppressionClass(reason);
  return kind === 'now' ? 'suppress' : kind === 'second' ? 'suppress_second' : 'keep';
}

const uniqueWords = (evidence: readonly Evidence[]): EvidenceView[] => [
  ...new Map(evidence.map((one) => [`${one.part} ${one.words}`, one])).values(),
];

/** The parts that were read, the words marked; of a long one only what stands around them. */
function viewParts(bytes: Buffer, evidence: readonly Evidence[]): PartView[] {
  const { header, leaves } = readEntity(bytes);
  const lines = FIELDS.flatMap((name) => {
    const value = header.get(name.toLowerCase());
    return value === undefined ? [] : [`${name}: ${decodeHeaderText(value)}`];
  });
  const fields = { path: 'header', type: 'message/rfc822', text: lines.join('\n') };
  const shown = [fields, ...leaves.filter((leaf) => leaf.text.trim() !== '')].slice(0, PARTS_SHOWN);
  return shown.map(({ path, type, text }) => {
    const words = [...new Set(evidence.filter((one) => one.part === path).map((one) => one.words))].slice(0, 50);
    return { path, type, pieces: markWords(excerpt(text.trimEnd(), words), words) };
  });
}

function excerpt(text: string, words: readonly string[]): string {
  if (text.length <= PART_CHARACTERS) return text;
  const first = words.map((one) => text.indexOf(one.split(' ')[0] ?? '')).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...(first.length > 0 ? first : [0])) - 2_000);
  return `${from > 0 ? '…\n' : ''}${text.slice(from, from + PART_CHARACTERS)}\n…`;
}
