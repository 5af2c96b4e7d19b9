import type { Reason } from './reason.ts';
import { addressRules } from './rules-address.ts';
import { contentRules } from './rules-content.ts';
import { firstRules } from './rules-first.ts';
import { knownRules } from './rules-known.ts';
import { noticeRules } from './rules-notice.ts';
import { senderRules } from './rules-sender.ts';
import { siteRules } from './rules-site.ts';

/** One thing that systems say. The first rule that matches "code status text" gives the reason. */
export type ReplyRule = {
  readonly reason: Reason;
  readonly pattern: RegExp;
  /** Means it at whatever command: this system looks addresses up late. */
  readonly anyPhase?: true;
  /** An answer that this rule is for; each is tested. */
  readonly says: string;
  /** Others of other systems; each is tested too. */
  readonly also?: readonly string[];
};

/**
 * Faults of the sender and the message come before faults of the address: an answer that names both
 * ("user unknown or sender blocked") must not suppress a living person.
 */
export const RULES: readonly ReplyRule[] = [
  ...knownRules,
  ...firstRules,
  ...noticeRules,
  ...senderRules,
  ...contentRules,
  ...siteRules,
  ...addressRules,
];
