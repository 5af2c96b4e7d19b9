import { openOwnSink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import { THROTTLE } from '../throttle.ts';
import type { World } from '../world.ts';
import { acceptedRate } from './accepted-rate.ts';
import type { Peers } from './debian.ts';
import { sourceMessages } from './source-messages.ts';
import { openTunedPostfix } from './tuned-postfix.ts';

/** As short as Postfix lets it be: it looks at what was put off once a second. */
const IMPATIENT = { minimal_backoff_time: '1s', maximal_backoff_time: '1s', queue_run_delay: '1s' };
const SESSIONS = 20;

/** Postfix at the same receiver that answers 421 above a rate. A run leaves its queue to the next. */
export async function throttledPostfixBench(peers: Peers, { hold }: World, signs: boolean): Promise<Bench> {
  const { perSecond, seconds } = THROTTLE;
  const sink = hold(await openOwnSink({ perSecond, record: true }));
  const postfix = hold(await openTunedPostfix(peers, { relayPort: sink.port, signs, settings: IMPATIENT }));
  const messages = perSecond * seconds * 2;
  let figures: readonly Figure[] = [];
  return {
    settings: { messages, bytes: 8_192, permitted_per_second: perSecond, seconds, backoff_seconds: 1 },
    async run() {
      const sent = sourceMessages(peers, { port: postfix.port, messages, sessions: SESSIONS, bytes: 8_192 });
      const { rate, refused } = await acceptedRate(sink, seconds);
      figures = [{ name: 'refused', unit: 'a message', value: refused }];
      await sent;
      return rate;
    },
    figures: () => figures,
  };
}
