import { SIZES } from '../sizes.ts';
import { NO_POSTFIX, type RowPlan, type World } from '../world.ts';
import { type PostfixLoad, postfixBench } from './postfix.ts';

/** With which Postfix was fastest here; 20 and 100 were slower. */
const SESSIONS = 50;
/** It is an order of magnitude slower: a tenth of the messages takes as long. */
const SHARE = 0.1;

function postfixRow(name: string, about: string, load: Partial<PostfixLoad> & { share?: number }): RowPlan {
  return {
    name,
    unit: 'messages/s',
    about,
    async open({ peers, people, hold }: World) {
      if (!peers) return NO_POSTFIX;
      if (load.signs && !peers.opendkim) return 'OpenDKIM is neither installed nor to be had through apt-get';
      const messages = Math.max(SESSIONS, Math.round(people * SHARE * (load.share ?? 1)));
      return postfixBench(peers, hold, { sessions: SESSIONS, bytes: 8_192, signs: false, ...load, messages });
    },
  };
}

export const postfixRows: readonly RowPlan[] = [false, true].flatMap((signs) => {
  const name = signs ? 'postfix-opendkim' : 'postfix';
  const what = signs ? 'tuned Postfix with OpenDKIM (RSA-2048)' : 'tuned Postfix';
  return [
    ...SIZES.map(({ suffix, bytes, share }) => postfixRow(`${name}${suffix}`, what, { signs, bytes, share })),
    postfixRow(`${name}-far`, `${what}, the receiver 50 ms away`, { signs, receiver: { delayMs: 50 } }),
  ];
});
