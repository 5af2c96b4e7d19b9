import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '@hikyaku/campaign';
import { BENCH_DOMAIN, openGround } from '../open-ground.ts';
import { openOwnSink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import type { World } from '../world.ts';
import { benchContent } from './content.ts';
import { loadPeople } from './load-people.ts';
import { startCampaign } from './start-campaign.ts';
import { watchCampaign } from './watch-campaign.ts';

/** From this size on there is time for kills ten seconds apart; in a smaller run each further third brings one. */
const LARGE = 20_000;
const EVERY_MS = 10_000;

/**
 * A campaign whose mta is killed with -9 again and again, and started again by the supervisor. Fails when somebody gets it
 * twice, is lost, or is said to have got what the receiver has not.
 */
export async function killedBench({ people, mtas, hold }: World): Promise<Bench> {
  const large = people >= LARGE;
  const sink = hold(await openOwnSink({ record: true }));
  const ground = await openGround({ routes: `*=127.0.0.1:${sink.port};rate=50000/s`, mtas }, hold);
  const { app, engine, scope } = ground;
  const listId = await loadPeople(app, scope, people);
  const content = benchContent(8_192);
  let figures: readonly Figure[] = [];
  return {
    settings: {
      people,
      bytes: content.bytes,
      killed: large ? 'every 10 s' : 'after each third',
      mtas,
      sink: sink.name,
    },
    async run() {
      const before = await sink.counts();
      const over = new AbortController();
      const id = await startCampaign(ground, { scope, domain: BENCH_DOMAIN, listId, content, tracked: true });
      const came = async () => (await sink.counts()).accepted - before.accepted;
      const next = async (kills: number) => {
        if (large) return sleep(EVERY_MS, undefined, { signal: over.signal });
        while ((await came()) < ((kills + 1) * people) / 3) await sleep(20, undefined, { signal: over.signal });
      };
      const killer = killAgain(next, () => ground.mtas.map(({ pid }) => pid), over.signal);
      const { perSecond, counts } = await watchCampaign(ground, scope, id).finally(() => over.abort());
      const kills = await killer;
      const after = await sink.counts();
      const accepted = await came();
      figures = [
        { name: 'kills', unit: 'in a run', value: kills },
        { name: 'unconfirmed', unit: 'recipients', value: counts.unconfirmed },
      ];
      const said = `${accepted} came, ${after.duplicates} of them twice; ${JSON.stringify(counts)}`;
      if (after.duplicates > 0) throw new Error(`somebody got it twice: ${said}`);
      if (counts.delivered + counts.unconfirmed !== people) throw new Error(`somebody is lost: ${said}`);
      if (accepted < counts.delivered || accepted > people) throw new Error(`the ledger is wrong: ${said}`);
      const differences = await auditLedger(engine);
      if (differences.length > 0) throw new Error(`the ledger does not add up: ${JSON.stringify(differences)}`);
      return perSecond;
    },
    figures: () => figures,
  };
}

/** Kills all of them whenever `next` resolves, until told. Resolves to how often. */
async function killAgain(
  next: (kills: number) => Promise<unknown>,
  pids: () => readonly number[],
  over: AbortSignal,
): Promise<number> {
  for (let kills = 0; ; kills++) {
    await next(kills).catch(() => {});
    if (over.aborted) return kills;
    for (const pid of pids()) if (pid > 0) process.kill(pid, 'SIGKILL');
  }
}
