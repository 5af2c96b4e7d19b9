import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';

const asked = /^\W*(?:unsubscribe|remove(?: me)?|opt[ -]?out|配信停止(?:希望)?|配信解除|登録解除|退会)\W*$/i;

/** A request to leave: the subject, or an empty subject over a body of nothing else. An ordinary mail that mentions the word is none. */
export function isUnsubscribe(entity: Entity, body: string): boolean {
  if (entity.header.has('x-apple-unsubscribe')) return true;
  const subject = decodeHeaderText(entity.header.get('subject') ?? '').trim();
  if (asked.test(subject)) return true;
  return subject === '' && body.length < 200 && asked.test(body.trim());
}
