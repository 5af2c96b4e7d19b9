import type { Leaf } from './entity.ts';
import { fieldAddress, findAddress } from './find-address.ts';
import type { Original } from './original.ts';
import type { Evidence, RecipientReport } from './report.ts';

/** Complaint reports (RFC 5965) of the types that are about a mail that somebody did not want. */
export type Feedback = {
  readonly type: string;
  readonly recipients: readonly RecipientReport[];
  readonly evidence: readonly Evidence[];
};

/** The recipients of a feedback report; from the quoted mail's To field when the report hides them. */
export function readFeedback(
  { text: report, path }: Pick<Leaf, 'text' | 'path'>,
  original: Original | undefined,
): Feedback {
  const type = /^Feedback-Type\s*:\s*([\w-]+)/im.exec(report)?.[1]?.toLowerCase() ?? 'abuse';
  const found = new Set<string>();
  const take = (pattern: RegExp) => {
    for (const match of report.matchAll(pattern)) {
      const recipient = fieldAddress(match[1]);
      if (recipient !== null) found.add(recipient);
      if (found.size >= 100) return;
    }
  };
  take(/^Original-Rcpt-To\s*:\s*(.+)$/gim);
  if (found.size === 0) take(/^(?:Removal-Recipient|Final-Recipient|Original-Recipient)\s*:\s*(.+)$/gim);
  if (found.size === 0) {
    for (const piece of (original?.to ?? '').slice(0, 8000).split(',')) {
      const recipient = findAddress(piece);
      if (recipient !== null) found.add(recipient);
    }
  }
  const recipients = found.size > 0 ? [...found] : [null];
  const words = path === 'header' ? 'complaint about message' : `Feedback-Type: ${type}`;
  const evidence = [{ rule: 'feedback report (RFC 5965)', part: path, words }];
  return { type, recipients: recipients.map((one) => complained(one, evidence)), evidence };
}

/** What is known of somebody who complained. */
export const complained = (recipient: string | null, evidence: readonly Evidence[]): RecipientReport => ({
  recipient,
  status: null,
  reply_code: null,
  reason: 'complaint',
  hard: false,
  diagnostic: null,
  evidence,
});
