import type { Act, Script, Step } from '../testing/open-receiver.ts';
import { openRandom, type Random } from './open-random.ts';

const LONG = 'x'.repeat(1_000_000);
const say = (text: string): Act => ({ say: text });
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What an odd receiver does to a recipient's first attempt (`times`: to so many). Then it serves it well. */
type Oddity = { readonly step: Step; readonly times?: number; readonly act: (random: Random) => Act };

const AT_CONNECT: readonly Oddity['act'][] = [
  () => 'cut',
  () => 'reset',
  () => say('HTTP/1.1 400 Bad Request\r\n\r\n'),
  () => say(LONG),
  () => say('220-welcome\r\n'.repeat(2_000)),
  () => say('421 4.3.2 too busy\r\n'),
  (random) => ({ say: '220 mx.receiver.test ESMTP\r\n', after: rest(random.whole(50, 400)) }),
];

const ODDITIES: readonly Oddity[] = [
  { step: 'rcpt', act: () => say('451 4.3.0 later\r\n') },
  { step: 'rcpt', times: 2, act: () => say('450 4.2.1 greylisted\r\n') },
  { step: 'rcpt', act: () => say('550 5.1.1 no such user\r\n') },
  { step: 'rcpt', act: () => say('354 go on\r\n') },
  { step: 'rcpt', act: () => say(`250 ${LONG}\r\n`) },
  { step: 'rcpt', act: () => 'reset' },
  { step: 'rcpt', act: (random) => ({ leave: 'reset', afterMs: random.whole(100, 600) }) },
  { step: 'data', act: () => 'cut' },
  { step: 'data', act: () => say('250 ok\r\n') },
  { step: 'data', act: () => say('99 bottles\r\n') },
  { step: 'data', act: (random) => ({ say: '354 go on\r\n', after: rest(random.whole(50, 300)) }) },
  { step: 'body', act: () => 'cut' },
  { step: 'body', act: () => 'reset' },
  { step: 'dot', act: () => say('451 4.7.1 later\r\n') },
  { step: 'dot', act: () => say('550 5.7.1 not wanted\r\n') },
  { step: 'dot', act: () => 'cut' },
  { step: 'dot', act: () => 'reset' },
  { step: 'dot', act: () => 'silence' },
  { step: 'dot', act: () => say('99 bottles\r\n') },
  { step: 'dot', act: () => say('354 go on\r\n') },
  { step: 'dot', act: () => say(`250 ${LONG}\r\n`) },
  { step: 'dot', act: (random) => ({ leave: 'reset', afterMs: random.whole(100, 600) }) },
  { step: 'dot', act: (random) => ({ say: '250 2.0.0 taken\r\n', after: rest(random.whole(50, 500)) }) },
  { step: 'dot', act: () => ({ drip: '250 2.0.0 taken, byte by byte\r\n', everyMs: 20 }) },
];

/** An EHLO that offers pipelining at most connections, or undefined for the ordinary one, which does not. */
export function offerPipelining(seed: number): Script {
  return (step, _, time) =>
    step === 'ehlo' && openRandom(seed, 'ehlo', time).chance(0.7)
      ? say('250-mx.receiver.test\r\n250-SIZE 30000000\r\n250-PIPELINING\r\n250 8BITMIME\r\n')
      : undefined;
}

/**
 * A receiver by seed: at each recipient of the domains `*.odd.test` it does one thing of the list, at one connection of
 * ten one thing of the other, and everybody else it serves well.
 */
export function makeScript(seed: number): Script {
  return (step, rcptTo, time) => {
    if (step === 'connect') {
      const random = openRandom(seed, 'connection', time);
      return random.chance(0.1) ? random.pick(AT_CONNECT)(random) : undefined;
    }
    if (!rcptTo.endsWith('.odd.test')) return undefined;
    const random = openRandom(seed, rcptTo);
    const oddity = random.pick(ODDITIES);
    return step === oddity.step && time <= (oddity.times ?? 1) ? oddity.act(random) : undefined;
  };
}
