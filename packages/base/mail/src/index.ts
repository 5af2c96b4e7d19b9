export { canonicalAddress, domainOf } from './address/canonical-address.ts';
export { isDomainName, toALabel } from './address/domain-name.ts';
export { type Address, type AddressRefusal, type ParsedAddress, parseAddress } from './address/parse-address.ts';
export {
  type CodedAddress,
  formatReturnPath,
  formatUnsubscribeAddress,
  parseReturnPath,
  parseUnsubscribeAddress,
  type VerifySignature,
} from './address/return-path.ts';
export { decodeBytes } from './charset/decode-bytes.ts';
export {
  createTextDecoder,
  decodeText,
  guessEncoding,
  type StreamDecoder,
  type TextEncoding,
} from './charset/decode-text.ts';
export { type DkimKey, formatDkimRecord, generateDkimKey } from './dkim/dkim-key.ts';
export { type DkimSettings, type DkimSigner, dkimSigner, signDkim } from './dkim/sign-dkim.ts';
export { type DsnAction, formatDsn } from './dsn/format-dsn.ts';
export { type Leaf, readEntity } from './explain/entity.ts';
export { type Explanation, explain } from './explain/explain.ts';
export type { Evidence, RecipientReport } from './explain/report.ts';
export { parseExpectedReports } from './explain/score/expected-report.ts';
export { formatScore } from './explain/score/format-score.ts';
export { mutateReport, seededNumbers } from './explain/score/mutate-report.ts';
export { scoreExplanations } from './explain/score/score-explanations.ts';
export { decodeHeaderText } from './header/decode-header-text.ts';
export { addHeaders, removeHeaders } from './header/edit-headers.ts';
export { encodeHeaderText, hasLineBreak } from './header/encode-header-text.ts';
export { foldHeader } from './header/fold-header.ts';
export { formatMailbox, type Mailbox } from './header/format-mailbox.ts';
export {
  type FeedbackId,
  formatFeedbackId,
  listUnsubscribeHeaders,
  type UnsubscribeTargets,
} from './header/list-unsubscribe.ts';
export { isHeaderName, isReservedHeader } from './header/reserved-header.ts';
export { readHeaders, splitMessage } from './header/split-message.ts';
export { type CompiledMime, compileMime, type MimeHead } from './mime/compile-mime.ts';
export type { Attachment } from './mime/format-attachment.ts';
export { type CutMessage, cutAtHtml, fillHtml, htmlPlace } from './mime/html-place.ts';
export { type ReadMessage, readMessage } from './mime/read-message.ts';
export { formatMailDate, type MimeValues, renderMime } from './mime/render-mime.ts';
export { toSevenBit } from './mime/to-seven-bit.ts';
export { classifyReply, explainReply, type RepliedWith, type Verdict } from './reply/classify-reply.ts';
export { dotStuff, hasBareLineEnds } from './reply/dot-stuff.ts';
export type { ReplyPhase } from './reply/grounds-of.ts';
export { parseReply, parseReplyLines, type SmtpReply } from './reply/parse-reply.ts';
export { REASONS, type Reason, type Scope, scopeOf, suppressionClass } from './reply/reason.ts';
