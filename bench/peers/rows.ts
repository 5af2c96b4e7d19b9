import { SIZES } from '../sizes.ts';
import { NO_POSTFIX, type RowPlan, type World } from '../world.ts';
import { nodemailerBench } from './nodemailer.ts';
import { type PostfixLoad, postfixBench } from './postfix.ts';
import { throttledPostfixBench } from './throttled-postfix.ts';

const SESSIONS = 100;
/** It is an order of magnitude slower: a tenth of the messages takes as long. */
const SHARE = 0.1;
const NO_OPENDKIM = 'OpenDKIM is neither installed nor to be had through apt-get';

const unit = 'messages/s';

function missing({ peers }: World, signs: boolean): string | undefined {
  if (!peers) return NO_POSTFIX;
  return signs && !peers.opendkim ? NO_OPENDKIM : undefined;
}

function postfixRow(name: string, about: string, load: Omit<PostfixLoad, 'messages' | 'sessions'>, share = 1): RowPlan {
  return {
    name,
    unit,
    about,
    async open(world) {
      const without = missing(world, load.signs);
      const messages = Math.max(SESSIONS, Math.round(world.people * SHARE * share));
      return without ?? postfixBench(world.peers!, world.hold, { ...load, sessions: SESSIONS, messages });
    },
  };
}

const postfixFamily = (name: string, what: string, signs: boolean): RowPlan[] => [
  ...SIZES.map(({ suffix, bytes, share }) => postfixRow(`${name}${suffix}`, what, { signs, bytes }, share)),
  postfixRow(`${name}-far`, `${what}, the receiver 50 ms away`, { signs, bytes: 8_192, receiver: { delayMs: 50 } }),
  {
    name: `${name}-throttled`,
    unit,
    about: `${what}, at a receiver with a rate`,
    open: async (world) => missing(world, signs) ?? throttledPostfixBench(world.peers!, world, signs),
  },
];

export const peerRows: readonly RowPlan[] = [
  ...postfixFamily('postfix', 'tuned Postfix', false),
  ...postfixFamily('postfix-opendkim', 'tuned Postfix with OpenDKIM (RSA-2048)', true),
  ...SIZES.map(({ suffix, bytes, share }) => ({
    name: `nodemailer${suffix}`,
    unit,
    about: 'nodemailer, pooled, with its own MIME and DKIM',
    open: (world: World) => nodemailerBench(world, Math.max(100, Math.round(world.people * SHARE * share)), bytes),
  })),
];
