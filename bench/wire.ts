import { openSink } from './open-sink.ts';
import { sourceMessages } from './peers/source-messages.ts';
import { SIZES } from './sizes.ts';
import { NO_POSTFIX, type RowPlan } from './world.ts';

const SESSIONS = 50;

/** The limit of the wire: Postfix's smtp-source into its smtp-sink, connections reused, nothing in between. */
export const wireRows: readonly RowPlan[] = SIZES.map(({ suffix, bytes, share }) => ({
  name: `wire${suffix}`,
  unit: 'messages/s',
  about: `smtp-source into smtp-sink, ${SESSIONS} sessions`,
  async open({ peers, people, hold }) {
    if (!peers) return NO_POSTFIX;
    const sink = hold(await openSink(peers));
    const messages = Math.max(SESSIONS, Math.round(people * share));
    return {
      settings: { messages, sessions: SESSIONS, bytes, sink: sink.name },
      async run() {
        const began = performance.now();
        await sourceMessages(peers, { port: sink.port, messages, sessions: SESSIONS, bytes });
        return (messages / (performance.now() - began)) * 1_000;
      },
    };
  },
}));
