/** [offset in ms, S(erver) or C(lient), line]. */
export type ConversationLine = readonly [number, 'S' | 'C', string];

/**
 * One transaction as it was said: replies and their offsets are kept (`said`: [ms, reply id, ...], `words`: their texts),
 * our commands follow from the envelope. In this order: MAIL, RCPT, DATA, final dot. A reply whose text was not kept among
 * the repeated ones is the `deciding` one.
 */
export function formatConversation(
  envelope: { readonly mailFrom: string; readonly rcptTo: string },
  said: readonly number[],
  words: readonly (string | null)[],
  deciding: string,
): ConversationLine[] {
  const commands = [`MAIL FROM:<${envelope.mailFrom}>`, `RCPT TO:<${envelope.rcptTo}>`, 'DATA', '.'];
  return words.flatMap((reply, at): ConversationLine[] => {
    const offset = said[at * 2] ?? 0;
    const answer = (reply ?? deciding).split(/\r?\n/).map((line): ConversationLine => [offset, 'S', line]);
    return [[offset, 'C', commands[at] ?? ''], ...answer];
  });
}
