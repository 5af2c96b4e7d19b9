import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';
import type { Finding } from './report.ts';

const refusals =
  /not (?:a )?member|loop|error|reject|denied|permission|too (?:big|large)|exceed|invalid|security|duplicated|unauthorized/i;
const list = /<([^\s<>()[\]:;,@"']{1,64}@[a-z0-9.-]{3,253})>/i;

/** A mailing list (fml) that sends a post back: it names the list, which is the recipient that was not reached. */
export function readListNotice(entity: Entity, notice: string, part: string): Finding[] {
  if (!/\bfml\b/i.test(entity.header.get('x-mlserver') ?? '')) return [];
  const subject = decodeHeaderText(entity.header.get('subject') ?? '');
  const words = notice.slice(0, 4000);
  const address = list.exec(words)?.[1];
  if (!refusals.test(subject) || address === undefined) return [];
  const places = { saidIn: part, aroundIn: 'header' };
  return [
    { recipient: address.toLowerCase(), action: 'failed', status: null, said: words, around: subject, ...places },
  ];
}
