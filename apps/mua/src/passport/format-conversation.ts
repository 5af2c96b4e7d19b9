import type { Utterance } from './view.ts';

/**
 * What was said on the wire, a line each. A connection serves many messages, so the clock starts again with each: an
 * empty line stands where it does.
 */
export const formatConversation = (said: readonly Utterance[]): string =>
  said
    .map(({ ms, side, line }, index) => {
      const startsAgain = ms < (said[index - 1]?.ms ?? 0);
      return `${startsAgain ? '\n' : ''}${String(ms).padStart(6)} ms  ${side === 'server' ? '<' : '>'} ${line}`;
    })
    .join('\n');
