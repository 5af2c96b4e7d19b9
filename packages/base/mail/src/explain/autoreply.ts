import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';
import type { Evidence } from './report.ts';

const subjects =
  /^(?:(?:re|aw|antw|sv|vs)\s*:\s*)?(?:auto(?:matic|mated|matische?)?[ -]?(?:reply|response|antwort|respons?e?|r[ée]ponse|svar)|automatically generated|out[ -]of[ -](?:the[ -])?office|\(?ooo\b|vacation|away (?:from|until|till)|on (?:vacation|holiday|leave)|i(?:'m| am) (?:away|on|out)|abwesen|r[ée]ponse automatique|respuesta autom|risposta automatica|自動(?:返信|応答|回答)|不在|休暇|【自動返信】)/i;

const fields = ['x-autoreply', 'x-autorespond', 'x-auto-reply'] as const;

/** What shows that a machine answered for a person (RFC 3834 and what came before it); undefined when nothing does. */
export function findAutoreply({ header }: Entity): Evidence | undefined {
  const said = (rule: string, words: string): Evidence => ({ rule, part: 'header', words: words.slice(0, 200) });
  const auto = header.get('auto-submitted') ?? '';
  if (/^auto-replied/i.test(auto)) return said('Auto-Submitted (RFC 3834)', auto);
  const field = fields.find((name) => header.has(name));
  if (field) return said(field, header.get(field)!);
  const precedence = header.get('precedence') ?? '';
  if (/auto_?reply/i.test(precedence)) return said('Precedence', precedence);
  const subject = decodeHeaderText(header.get('subject') ?? '').trim();
  return subjects.test(subject) ? said('Subject of an automatic answer', subject) : undefined;
}
