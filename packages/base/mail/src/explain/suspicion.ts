import { decodeHeaderText } from '../header/decode-header-text.ts';
import type { Entity } from './entity.ts';
import type { Evidence } from './report.ts';

const daemon =
  /\b(?:mailer[-_. ]?daemon|mail\.?delivery\.?system|postmaster|post_master|mail delivery (?:sub)?system|mdaemon|ndr administrator|system administrator|mail administrator|mail-?delivery)\b/i;
const subjects =
  /undeliver|deliver(?:y|ed)?\b.{0,40}\b(?:fail|notif|status|problem|error|incomplete|suspend|delay)|(?:fail|error|problem|cannot|could ?n[o']t|unable|not)\b.{0,40}\b(?:deliver|send|sent)|return(?:ed|ing) (?:mail|message|to sender)|failure notice|mail (?:system )?error|non[- ]?remis|nondeliverable|unzustellbar|echec|mail failure|system error|エラー|配信|配送|送信でき|送信エラー|届け|不達|未配達|bounce/i;
const phrases =
  /(?:could|can|was|were|has|have|had|did|does|is|are)(?: not|n['’]?t|not) (?:be(?:en)? )?(?:able to )?(?:be )?(?:delivered|reach(?:ed)?|relayed|sent|recognized)|unable to (?:deliver|relay|send)|undeliverable|permanent(?:ly)? (?:error|fail|fatal)|delivery (?:to|has|failed|failure|attempts?)|failed (?:permanently|addresses|recipient)|fatal errors|rejected|unknown (?:user|recipient)|(?:user|recipient|mailbox|address|account) (?:is )?(?:disabled|unknown|not|no longer|does|has|invalid|full)|no such (?:user|recipient|mailbox)|invalid (?:final|recipient|user|address)|returned (?:mail|message)|error message below|trouble delivering|[45]\d\d[ -][45]\.\d\.\d|[<>]{3}|no valid recipients|送信できません|届きません|配信できません|送信に失敗|配達できません|エラー|存在しない|見つかりません|not a member|投稿|権限|存在し|no longer in use|mailbox (?:is )?full/i;

/** Sentences that only a notice begins with. */
const sentences =
  /(?:mail|message)\b.{0,120}\s{0,20}(?:could not|couldn't|cannot|can't|was not|wasn't|has not been|not) (?:be )?(?:able to be )?(?:delivered|relayed)|could not be delivered to|unable to deliver (?:your |the )?(?:message|mail)|addresses had (?:permanent|delivery)|delivery (?:to the following|has failed)|transcript of session|error message below:|did not reach the following|不達|配信できません|送信できません|お届けできません/i;

/**
 * What makes a mail without a delivery report a notice of failure; empty when it is none. Two of: a machine as sender,
 * a subject of failure, an empty reverse path, a field that only notices carry; and words of failure.
 */
export function weighNotice(entity: Entity, notice: string, part: string): readonly Evidence[] {
  const { header } = entity;
  const marks: Evidence[] = [];
  const mark = (rule: string, words: string | undefined) => {
    if (words !== undefined) marks.push({ rule, part: 'header', words: words.slice(0, 200) });
  };
  const from = decodeHeaderText(header.get('from') ?? '');
  mark('a mail system as sender', daemon.exec(from)?.[0]);
  mark('a subject of failure', subjects.exec(decodeHeaderText(header.get('subject') ?? ''))?.[0]);
  const nobody = /^<\s*>/.exec(header.get('return-path') ?? '') ?? /<\s*>/.exec(from);
  mark('an empty return-path', nobody?.[0]);
  mark('X-Failed-Recipients', header.get('x-failed-recipients'));
  mark('Auto-Submitted (RFC 3834)', /^auto-generated/i.exec(header.get('auto-submitted') ?? '')?.[0]);
  mark('a report (RFC 6522)', entity.type === 'multipart/report' ? entity.type : undefined);
  // Ordinary mail ends here: words alone are no notice, and looking for them costs more than all the rest.
  if (marks.length === 0) return [];
  const words = notice.slice(0, 20_000);
  const strong = sentences.exec(words.slice(0, 2000));
  const found = strong ?? (marks.length > 1 ? phrases.exec(words) : null);
  const enough = marks.length >= 3 || (marks.length === 2 && found) || (marks.length === 1 && strong);
  if (!enough) return [];
  if (found) marks.push({ rule: 'words of failure', part, words: found[0].replace(/\s+/g, ' ').slice(0, 200) });
  return marks;
}
