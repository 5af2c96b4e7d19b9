import { findAutoreply } from './autoreply.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { type Entity, type Leaf, readEntity } from './entity.ts';
import { complained, readFeedback } from './feedback-report.ts';
import { findAddress } from './find-address.ts';
import { judgeFinding } from './judge-finding.ts';
import { readListNotice } from './list-notice.ts';
import { splitNotice } from './notice.ts';
import { readNoticeRecipients } from './notice-recipients.ts';
import { type Original, readOriginal } from './original.ts';
import type { Evidence, Finding, RecipientReport } from './report.ts';
import { readSesNotice } from './ses-notice.ts';
import { weighNotice } from './suspicion.ts';
import { findUnsubscribe } from './unsubscribe.ts';

export type Explanation = {
  readonly kind: 'bounce' | 'delayed' | 'delivered' | 'complaint' | 'autoreply' | 'unsubscribe' | 'other';
  readonly recipients: readonly RecipientReport[];
  /** What the report keeps of the mail that it is about. */
  readonly original?: Original;
  /** What led to the kind; empty only for `other`. */
  readonly evidence: readonly Evidence[];
  /**
   * Of a complaint: the type that the report gives (RFC 5965 7.3). `auth-failure` (RFC 6591) is about a mail that failed
   * DMARC: nobody complained, and nobody may be suppressed for it.
   */
  readonly feedback_type?: string;
};

const nothing: Explanation = { kind: 'other', recipients: [], evidence: [] };

/**
 * What a mail that came back means: DSN (RFC 3464), complaint (RFC 5965), automatic answer (RFC 3834),
 * request to unsubscribe, or a notice in plain words. Any bytes are taken, none throws; at most 2 MiB,
 * 60 parts and 6 levels are read.
 */
export function explain(bytes: Buffer): Explanation {
  if (bytes.length === 0) return nothing;
  const entity = readEntity(bytes);
  const text = noticeText(entity);
  const { notice, quoted } = splitNotice(text);
  const original = readOriginal(returnedText(entity) ?? quoted);
  return (
    explainFeedback(entity, original) ??
    explainReport(entity, text, notice, original) ??
    explainSes(entity, original) ??
    explainNotice(entity, notice, original) ??
    explainPerson(entity, notice, original) ??
    nothing
  );
}

/** Where the returning system wrote its words: plain text, or HTML where there is none. */
function readableLeaves(entity: Entity): readonly Leaf[] {
  const plain = entity.leaves.filter((leaf) => leaf.type === 'text/plain');
  return plain.some((leaf) => leaf.text.trim() !== '')
    ? plain
    : entity.leaves.filter((leaf) => leaf.type.startsWith('text/'));
}

function noticeText(entity: Entity): string {
  return readableLeaves(entity)
    .map((leaf) => leaf.text)
    .join('\n\n');
}

/** The part with the notice: the first that has words at all. */
function noticePart(entity: Entity): string {
  const leaves = readableLeaves(entity);
  return (leaves.find((leaf) => leaf.text.trim() !== '') ?? leaves[0])?.path ?? '1';
}

function returnedText(entity: Entity): string | undefined {
  return entity.leaves.find((leaf) => /^(?:message\/(?:rfc822|global|partial)|text\/rfc822-headers)/.test(leaf.type))
    ?.text;
}

function explainFeedback(entity: Entity, original: Original | undefined): Explanation | undefined {
  const report = entity.leaves.find((leaf) => leaf.type === 'message/feedback-report');
  const declared = /report-type="?feedback-report/.test(entity.parameters);
  const inText = declared ? entity.leaves.find((leaf) => /^Feedback-Type\s*:/im.test(leaf.text)) : undefined;
  // Hotmail's older reports have no machine-readable part, only the mail and this subject.
  const old = /^complaint about message from /i.test(entity.header.get('subject')?.trim() ?? '') && original;
  const found = report ?? inText ?? (old ? { text: '', path: 'header' } : undefined);
  if (!found) return undefined;
  const { type, recipients, evidence } = readFeedback(found, original);
  if (type === 'not-spam') return { ...nothing, original, evidence };
  return { kind: 'complaint', recipients, original, evidence, feedback_type: type };
}

function explainSes(entity: Entity, original: Original | undefined): Explanation | undefined {
  const notice = readSesNotice(entity);
  if (!notice) return undefined;
  const evidence: Evidence[] = [{ rule: 'SES notification', part: notice.part, words: notice.name }];
  if (notice.kind === 'outcome') {
    return notice.findings.length > 0 ? conclude(notice.findings, original, evidence) : undefined;
  }
  const recipients = notice.recipients.map((one) => complained(one, evidence));
  return { kind: 'complaint', recipients, original, evidence, feedback_type: notice.type };
}

function explainReport(
  entity: Entity,
  text: string,
  notice: string,
  original: Original | undefined,
): Explanation | undefined {
  const report = entity.leaves.filter((leaf) => /^message\/(?:global-)?delivery-status/.test(leaf.type));
  let findings = report.flatMap((leaf) => readDeliveryStatus(leaf.text, leaf.path));
  if (
    findings.length === 0 &&
    /^\s{0,3}(?:Final|Original)-Recipient\s{0,3}:/im.test(text) &&
    weighNotice(entity, text, noticePart(entity)).length > 0
  ) {
    findings = readDeliveryStatus(text, noticePart(entity));
  }
  if (findings.length === 0) return undefined;
  const named = readNoticeRecipients(notice, noticePart(entity));
  const told = new Map(named.map((one) => [one.recipient, one.said]));
  // A field that names nobody (an alias, a pipe, a host): the notice may, or the field that Exim adds.
  const fallback = addressesOf(entity.header.get('x-failed-recipients'))[0] ?? named[0]?.recipient ?? null;
  const complete = findings.map((one) => ({
    ...one,
    recipient: one.recipient ?? (findings.length === 1 ? fallback : null),
    around: `${one.around} ${told.get(one.recipient) ?? notice}`,
    aroundIn: noticePart(entity),
  }));
  const part = findings[0]?.saidIn ?? '1';
  return conclude(complete, original, [{ rule: 'delivery status (RFC 3464)', part, words: 'Final-Recipient' }]);
}

function explainNotice(entity: Entity, notice: string, original: Original | undefined): Explanation | undefined {
  const part = noticePart(entity);
  const posts = readListNotice(entity, notice, part);
  if (posts.length > 0) {
    const words = entity.header.get('x-mlserver') ?? '';
    return conclude(posts, original, [{ rule: 'X-MLServer', part: 'header', words: words.slice(0, 200) }]);
  }
  const evidence = weighNotice(entity, notice, part);
  if (evidence.length === 0) return undefined;
  const named = readNoticeRecipients(notice, part);
  const failed = addressesOf(entity.header.get('x-failed-recipients'));
  if (named.length === 0 && failed.length === 0) {
    const wrapped = explainWrapped(entity);
    if (wrapped) return wrapped;
  }
  const sender = new Set([...addressesOf(entity.header.get('to')), ...addressesOf(original?.from)]);
  const meant = named.filter((one) => failed.includes(one.recipient ?? ''));
  const others = named.filter((one) => !sender.has(one.recipient ?? ''));
  // What the field names is surest; the sender is named in notices as well, but is not who was not reached.
  if (meant.length > 0) return conclude(meant, original, evidence);
  if (failed.length > 0) return conclude(withoutWords(failed, notice, part), original, evidence);
  if (named.length > 0) return conclude(others.length > 0 ? others : named, original, evidence);
  return conclude(withoutWords(addressesOf(original?.to), notice, part), original, evidence);
}

/** A gateway that passes a report on inside a notice of its own, which then names nobody. */
function explainWrapped(entity: Entity): Explanation | undefined {
  const inner = returnedText(entity);
  if (inner === undefined || !/^Content-Type:\s*multipart\/report/im.test(inner.slice(0, 8000))) return undefined;
  const report = readEntity(Buffer.from(inner));
  const text = noticeText(report);
  const { notice, quoted } = splitNotice(text);
  return explainReport(report, text, notice, readOriginal(returnedText(report) ?? quoted));
}

function addressesOf(list: string | undefined): string[] {
  const pieces = (list ?? '').slice(0, 8000).split(',').slice(0, 100);
  return pieces.map(findAddress).filter((one) => one !== null);
}

/** Recipients that the notice does not speak of one by one; one unknown when there is none. */
function withoutWords(found: readonly string[], notice: string, part: string): Finding[] {
  const recipients: readonly (string | null)[] = found.length > 0 ? found : [null];
  const words = { said: notice, around: notice, saidIn: part, aroundIn: part };
  return recipients.map((recipient) => ({ recipient, action: 'failed', status: null, ...words }));
}

/** With more recipients than this, each is judged by fewer words: all of them times a long notice would take seconds. */
const CROWD = 20;
const shorten = (one: Finding): Finding => ({
  ...one,
  said: one.said.slice(0, 2000),
  around: one.around.slice(0, 1000),
});

function conclude(
  findings: readonly Finding[],
  original: Original | undefined,
  evidence: readonly Evidence[],
): Explanation {
  const actions = new Set(findings.map((one) => one.action));
  const kind = actions.has('failed') ? 'bounce' : actions.has('delayed') ? 'delayed' : 'delivered';
  const judged = findings.length > CROWD ? findings.map(shorten) : findings;
  const known = new Map<string, RecipientReport>();
  const recipients = judged.map((one) => {
    const words = JSON.stringify({ ...one, recipient: null });
    const report = known.get(words) ?? judgeFinding(one);
    known.set(words, report);
    return { ...report, recipient: one.recipient };
  });
  return { kind, recipients, original, evidence };
}

const retired =
  /\b(?:this|the|my) (?:e-?mail )?(?:inbox|mailbox|address|account)(?: \S{1,100})? is no longer (?:in use|active|valid|used)/i;

function explainPerson(entity: Entity, notice: string, original: Original | undefined): Explanation | undefined {
  const sender = findAddress(entity.header.get('from') ?? '');
  const about = (reason: 'autoreply' | 'unsubscribe', evidence: readonly Evidence[]): RecipientReport[] => [
    { recipient: sender, status: null, reply_code: null, reason, hard: false, diagnostic: null, evidence },
  ];
  const part = noticePart(entity);
  const asked = findUnsubscribe(entity, notice, part);
  if (asked) return { kind: 'unsubscribe', recipients: about('unsubscribe', [asked]), original, evidence: [asked] };
  const away = findAutoreply(entity);
  if (!away) return undefined;
  // What it says about its own address outlives the absence of a person.
  if (retired.test(notice.slice(0, 2000))) return conclude(withoutWords([], notice, part), original, [away]);
  return { kind: 'autoreply', recipients: about('autoreply', [away]), original, evidence: [away] };
}
