import type { Entity } from './entity.ts';
import { findAddress } from './find-address.ts';
import type { Finding } from './report.ts';

type Fields = Record<string, unknown>;

/** What Amazon SES tells about a mail in JSON, mailed through SNS (its notifications and its events have the same shape). */
type Meaning =
  | { readonly kind: 'complaint'; readonly recipients: readonly (string | null)[]; readonly type: string }
  | { readonly kind: 'outcome'; readonly findings: readonly Finding[] };

/** With the part that it is in and its own name for what it tells. */
export type SesNotice = Meaning & { readonly part: string; readonly name: string };

const RECIPIENTS_MAX = 200;

/** Undefined when no part is such a notice. */
export function readSesNotice(entity: Entity): SesNotice | undefined {
  for (const leaf of entity.leaves) {
    const outer = parseObject(leaf.text);
    if (!outer) continue;
    // The SNS envelope carries the notice as text; raw delivery leaves the envelope out.
    const notice = typeof outer.Message === 'string' ? parseObject(outer.Message) : outer;
    const type = notice?.notificationType ?? notice?.eventType;
    if (!notice || typeof type !== 'string') continue;
    const meaning = readNotice(type.toLowerCase().replaceAll(' ', ''), notice, leaf.path);
    return meaning && { ...meaning, part: leaf.path, name: type.slice(0, 200) };
  }
  return undefined;
}

function parseObject(text: string): Fields | undefined {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start || text.slice(0, start).trim() !== '') return undefined;
  // Lines of more than 998 bytes are broken on the way, by some with an exclamation mark (sendmail).
  const unbroken = text
    .slice(start, end + 1)
    .replaceAll('!\n ', '')
    .replaceAll('\n', '');
  try {
    const parsed: unknown = JSON.parse(unbroken);
    return fields(parsed);
  } catch {
    return undefined;
  }
}

function readNotice(type: string, notice: Fields, part: string): Meaning | undefined {
  const sentTo = addresses(fields(notice.mail)?.destination);
  if (type === 'complaint') {
    const complaint = fields(notice.complaint) ?? {};
    const named = addresses(complaint.complainedRecipients);
    const recipients = named.length > 0 ? named : sentTo;
    return {
      kind: 'complaint',
      recipients: recipients.length > 0 ? recipients : [null],
      type: text(complaint.complaintFeedbackType) || 'abuse',
    };
  }
  if (type === 'bounce') return { kind: 'outcome', findings: bounced(fields(notice.bounce) ?? {}, part) };
  if (type === 'delivery') {
    const delivery = fields(notice.delivery) ?? {};
    const named = addresses(delivery.recipients);
    const findings = (named.length > 0 ? named : sentTo).map((one) =>
      finding(one, 'delivered', '', text(delivery.smtpResponse), part),
    );
    return { kind: 'outcome', findings };
  }
  if (type === 'deliverydelay') {
    const delay = fields(notice.deliveryDelay) ?? {};
    const findings = list(delay.delayedRecipients).map((one) =>
      finding(text(one.emailAddress), 'delayed', text(one.status), text(one.diagnosticCode), part),
    );
    return { kind: 'outcome', findings };
  }
  if (type === 'reject') {
    const said = `message rejected: ${text(fields(notice.reject)?.reason)}`;
    return { kind: 'outcome', findings: sentTo.map((one) => finding(one, 'failed', '', said, part)) };
  }
  return undefined;
}

function bounced(bounce: Fields, part: string): Finding[] {
  const how = `${text(bounce.bounceType)} ${text(bounce.bounceSubType)}`;
  return list(bounce.bouncedRecipients).map((one) => ({
    ...finding(text(one.emailAddress), 'failed', text(one.status), text(one.diagnosticCode), part),
    // Asked when the remote system's words say nothing: "Permanent NoEmail", "Transient MailboxFull".
    around: how,
  }));
}

function finding(
  recipient: string | null,
  action: Finding['action'],
  status: string,
  diagnostic: string,
  part: string,
): Finding {
  const said = diagnostic.replace(/^\s*[\w-]{2,20}\s*;\s*/, '');
  return {
    recipient: recipient === null ? null : findAddress(recipient),
    action,
    status: /^[245]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : null,
    said,
    around: '',
    saidIn: part,
    aroundIn: part,
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function list(value: unknown): Fields[] {
  const all: readonly unknown[] = Array.isArray(value) ? value.slice(0, RECIPIENTS_MAX) : [];
  return all.map(fields).filter((one) => one !== undefined);
}

/** Addresses in a list of texts or of `{ emailAddress }`. */
function addresses(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.slice(0, RECIPIENTS_MAX).map((one) => text(one) || text(fields(one)?.emailAddress));
  return texts.flatMap((one) => findAddress(one) ?? []);
}
