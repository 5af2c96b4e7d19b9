import type { Personality, Reply } from '../personality.ts';

type Try = { readonly firstAt: number; lastAt: number; times: number };

/** Tries remembered at once; the oldest are forgotten, which only means that they are deferred once more. */
const MOST_TRIES = 100_000;

/** Who was told "later", and when (RFC 6647). */
export function openDeferrals(scale: number, now: () => number) {
  const tries = new Map<string, Try>();

  return {
    /** The answer while this try comes too early, else undefined. */
    ask(one: Personality, ip: string, mailFrom: string, rcptTo: string): Reply | undefined {
      const rule = one.defer;
      if (!rule) return undefined;
      const key = `${one.name} ${rule.per === 'source' ? ip : `${mailFrom} ${rcptTo.toLowerCase()}`}`;
      let tried = tries.get(key);
      if (!tried || now() - tried.lastAt > rule.forgetAfterSeconds * 1_000 * scale) {
        tried = { firstAt: now(), lastAt: now(), times: 0 };
        tries.delete(key);
        tries.set(key, tried);
        if (tries.size > MOST_TRIES) tries.delete(tries.keys().next().value as string);
        if (rule.times === undefined) return rule.answer;
      }
      tried.lastAt = now();
      tried.times++;
      if (rule.times !== undefined) {
        if (tried.times <= rule.times) return rule.answer;
        // The next message to the same person is told "later" again.
        tries.delete(key);
        return undefined;
      }
      return now() - tried.firstAt < (rule.forSeconds ?? 0) * 1_000 * scale ? rule.answer : undefined;
    },
  };
}
