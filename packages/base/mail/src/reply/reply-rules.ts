import { type ReplyRule, readRules } from './read-rules.ts';
import { addressRules } from './rules-address.ts';
import { contentRules } from './rules-content.ts';
import { firstRules } from './rules-first.ts';
import { knownRules } from './rules-known.ts';
import { noticeRules } from './rules-notice.ts';
import { senderRules } from './rules-sender.ts';
import { siteRules } from './rules-site.ts';

/**
 * Faults of the sender and the message come before faults of the address: an answer that names both
 * ("user unknown or sender blocked") must not suppress a living person.
 */
export const RULES = [knownRules, firstRules, noticeRules, senderRules, contentRules, siteRules, addressRules].map(
  readRules,
);

/** The rule for `code status text`, with the words that it found. */
export function findRule(words: string): { rule: ReplyRule; found: string } | undefined {
  for (const { gate, rules } of RULES) {
    if (!gate.test(words)) continue;
    for (const rule of rules) {
      const match = rule.pattern.exec(words);
      if (match) return { rule, found: match[0] };
    }
  }
  return undefined;
}
