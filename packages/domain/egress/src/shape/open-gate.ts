import { randomUUID } from 'node:crypto';
import type { Database } from '@hikyaku/db';
import { counter, type Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import { type Answer, type AnswerRule, answerLine, matchAnswer } from './answer-rules.ts';
import { findImposed, impose, narrowLimits } from './imposed-limits.ts';
import { type Learner, openLearner } from './learn-connections.ts';
import type { Allowance, WarmUp } from './open-warm-up.ts';
import type { Site } from './resolve-site.ts';
import type { Shaping, SiteLimits } from './shaping.ts';

const fired = counter('hikyaku_answer_rules_fired_total', 'Times an answer rule came into force', ['rule']);

const MINUTE_MS = 60_000;
const WINDOW_MS = 60 * MINUTE_MS;
const WHY_MAX = 500;

/** When something was last imposed on a site by this process. Drains that began before look again. */
export type SiteNews = { note(siteId: number): void; isNewer(siteId: number, since: number): boolean };

export function openSiteNews(): SiteNews {
  const at = new Map<number, number>();
  return {
    note: (siteId) => void at.set(siteId, performance.now()),
    isNewer: (siteId, since) => (at.get(siteId) ?? 0) > since,
  };
}

export type GateWorld = {
  readonly config: { readonly egressIps: readonly string[]; readonly retryScale: number };
  readonly db: Pick<Database, 'query'>;
  readonly limits: Limits;
  readonly shaping: Shaping;
  readonly news: SiteNews;
  readonly warmUp: WarmUp;
  readonly log: Log;
};

/** What one drain may do at its site, with what was imposed there; it listens to refusals and closes when a rule fires. */
export type Gate = Learner & {
  readonly limits: SiteLimits;
  /** Milliseconds until the site may be spoken to; 0 = now. */
  readonly closedMs: number;
  /** What may go today from the address of this drain; undefined = it is warm. */
  readonly allowance: Allowance | undefined;
  /** Whose mail is being sent now: what a refusal is put down to. */
  serve(of: { readonly tenantId: number; readonly campaignId: number }): void;
  refused(answer: Answer): void;
  /** True while nothing was refused and nothing imposed: a message may go without asking further. */
  isQuiet(): boolean;
  /** The same once everything that was said has been judged. */
  isOpen(): Promise<boolean>;
};

export async function openGate(world: GateWorld, site: Site, base: SiteLimits): Promise<Gate> {
  const openedAt = performance.now();
  const narrowed = narrowLimits(base, await findImposed(world.db, site.id), world.config.egressIps);
  const chosen = await chooseAddress(world, base.provider, narrowed.limits.sources ?? world.config.egressIps);
  const { source } = chosen;
  const allowance = world.warmUp.isWarming(source) ? world.warmUp.open(source, base.provider, site.id) : undefined;
  const limits = source === '' ? narrowed.limits : { ...narrowed.limits, sources: [source] };
  // What is imposed counts, not what would be found out beside it.
  const upTo = limits.connections < base.connections ? null : base.learnsUpTo;
  let serving = { tenantId: 0, campaignId: 0 };
  const pending = new Set<Promise<void>>();
  const isStale = () => world.news.isNewer(site.id, openedAt);
  return {
    ...openLearner(world, site.id, limits.connections, upTo),
    limits,
    closedMs: Math.max(narrowed.closedMs, chosen.closedMs),
    allowance,
    serve(of) {
      serving = of;
    },
    refused(answer) {
      if (allowance && answer.code < 500) void allowance.noteDeferred().catch(() => {});
      const rules = isStale() ? [] : matchAnswer(world.shaping.answerRules(), base.provider, answer);
      for (const rule of rules) {
        const judged = judge(world, site, rule, answer, { ...serving, source }).finally(() => pending.delete(judged));
        pending.add(judged);
      }
    },
    isQuiet: () => pending.size === 0 && !isStale(),
    async isOpen() {
      await Promise.all(pending);
      return !isStale();
    },
  };
}

/**
 * One address for a drain, so that an answer can be put down to it. One that is warmed up comes first as long as its day
 * lasts; what is beyond that takes a warm one, or waits for tomorrow.
 */
async function chooseAddress(
  { warmUp }: GateWorld,
  provider: string,
  sources: readonly string[],
): Promise<{ readonly source: string; readonly closedMs: number }> {
  const any = (of: readonly string[]) => ({ source: of[Math.floor(Math.random() * of.length)] ?? '', closedMs: 0 });
  const warming = sources.filter((one) => warmUp.isWarming(one));
  if (warming.length === 0) return any(sources);
  const used = await warmUp.exhausted(warming, provider);
  const young = warming.filter((one) => !used.has(one));
  if (young.length > 0) return any(young);
  const warm = sources.filter((one) => !warmUp.isWarming(one));
  return warm.length > 0 ? any(warm) : { source: '', closedMs: warmUp.msToTomorrow() };
}

type Blamed = { readonly source: string; readonly tenantId: number; readonly campaignId: number };

/** Whom a rule is about: a campaign's rule means the tenant where there is no campaign. */
function blame(rule: AnswerRule, { source, tenantId, campaignId }: Blamed): Blamed {
  if (rule.scope === 'source') return { source, tenantId: 0, campaignId: 0 };
  return { source: '', tenantId, campaignId: rule.scope === 'campaign' ? campaignId : 0 };
}

/**
 * Counts the answer with all workers, and puts the rule in force when it was given often enough. An answer is a lease
 * that expires an hour later: who finds no place among `perHour - 1` is the one too many.
 */
async function judge(world: GateWorld, site: Site, rule: AnswerRule, answer: Answer, said: Blamed): Promise<void> {
  const { limits, news, log } = world;
  const scale = world.config.retryScale;
  const of = blame(rule, said);
  const key = `answers:${rule.name}:${site.id}:${of.source}:${of.tenantId}:${of.campaignId}`;
  const place = { limit: rule.perHour - 1, ttlMs: Math.ceil(WINDOW_MS * scale) };
  try {
    if ((await limits.acquireLease(key, place, randomUUID())).ok) return;
    const until = await impose(
      world.db,
      site.id,
      {
        ...of,
        rule: rule.name,
        suspended: rule.action === 'suspend',
        connections: rule.connections,
        perMinute: rule.perMinute,
        why: answerLine(answer).slice(0, WHY_MAX),
      },
      rule.minutes * MINUTE_MS * scale,
    );
    news.note(site.id);
    fired.inc({ rule: rule.name });
    log.warn({ site: site.key, rule: rule.name, ...of, until }, 'an answer rule came into force');
  } catch (error) {
    log.warn({ err: error, site: site.key, rule: rule.name }, 'an answer could not be counted');
  }
}
