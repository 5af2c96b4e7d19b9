import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';
import type { Evidence } from './report.ts';

const asked = /^\W*(?:unsubscribe|remove(?: me)?|opt[ -]?out|配信停止(?:希望)?|配信解除|登録解除|退会)\W*$/i;

/**
 * A request to leave: the subject, or an empty subject over a body (of part `part`) of nothing else. An ordinary mail
 * that mentions the word is none.
 */
export function findUnsubscribe({ header }: Entity, body: string, part: string): Evidence | undefined {
  const apple = header.get('x-apple-unsubscribe');
  if (apple !== undefined) return { rule: 'X-Apple-Unsubscribe', part: 'header', words: apple.slice(0, 200) };
  const rule = 'a word that asks to leave';
  const subject = decodeHeaderText(header.get('subject') ?? '').trim();
  if (asked.test(subject)) return { rule, part: 'header', words: subject.slice(0, 200) };
  const words = body.length < 200 ? body.trim() : '';
  return subject === '' && asked.test(words) ? { rule, part, words } : undefined;
}
