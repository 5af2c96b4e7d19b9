import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';

const subjects =
  /^(?:(?:re|aw|antw|sv|vs)\s*:\s*)?(?:auto(?:matic|mated|matische?)?[ -]?(?:reply|response|antwort|respons?e?|r[ée]ponse|svar)|automatically generated|out[ -]of[ -](?:the[ -])?office|\(?ooo\b|vacation|away (?:from|until|till)|on (?:vacation|holiday|leave)|i(?:'m| am) (?:away|on|out)|abwesen|r[ée]ponse automatique|respuesta autom|risposta automatica|自動(?:返信|応答|回答)|不在|休暇|【自動返信】)/i;

/** An answer that a machine gave for a person (RFC 3834 and what came before it). */
export function isAutoreply(entity: Entity): boolean {
  const { header } = entity;
  const auto = header.get('auto-submitted')?.toLowerCase() ?? '';
  if (auto.startsWith('auto-replied')) return true;
  if (header.has('x-autoreply') || header.has('x-autorespond') || header.has('x-auto-reply')) return true;
  if (/auto_?reply/i.test(header.get('precedence') ?? '')) return true;
  if (/oof/i.test(header.get('x-auto-response-suppress') ?? '') && header.has('in-reply-to')) {
    return subjects.test(decodeHeaderText(header.get('subject') ?? ''));
  }
  return subjects.test(decodeHeaderText(header.get('subject') ?? '').trim());
}
