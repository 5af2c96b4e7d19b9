import type { Gate } from '../shape/open-gate.ts';
import type { NotConnected } from './connect.ts';
import { NoLine, type SmtpLine } from './line.ts';

/** A line whose refusals, and connections that could not be made, are heard by the gate. What we say ourselves, where no server spoke, never is. */
export function heedLine(line: SmtpLine, gate: Pick<Gate, 'refused' | 'failed'>): SmtpLine {
  const hearNo = async (down: NotConnected | undefined) => {
    if (down?.reply) gate.refused(down.reply);
    // Names without an address, and hosts that a policy forbids, say nothing of what the site bears.
    if (down && !down.permanent && !down.tls && down.connectionId !== null) await gate.failed();
  };
  return {
    site: line.site,
    get connectionId() {
      return line.connectionId;
    },
    async ensure(hosts) {
      const down = await line.ensure(hosts);
      await hearNo(down);
      return down;
    },
    async send(message, commit, follow) {
      try {
        const outcome = await line.send(message, commit, follow);
        if (outcome.kind === 'replied' && outcome.reply.code >= 400) gate.refused(outcome.reply);
        return outcome;
      } catch (error) {
        if (error instanceof NoLine) await hearNo(error.why);
        throw error;
      }
    },
    close: () => line.close(),
  };
}
