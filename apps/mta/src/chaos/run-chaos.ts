import { parseArgs } from 'node:util';
import { bundleMta } from '../testing/bundle-mta.ts';
import { openCluster } from './open-cluster.ts';
import { openRedis } from './open-redis.ts';
import { type Round, runRound } from './run-round.ts';

/** Broken promises that are printed of one round. */
const TOLD_MAX = 10;
const USAGE = 'usage: npm run chaos -- [--rounds N] [--seed S] [--people N] [--redis]\n';

/**
 * `npm run chaos`: plays rounds from seed S on, a line for each, and says at the end what they came to. Answers true
 * when every promise was kept. A signal lets the round end that is played.
 */
export async function runChaos(args: readonly string[]): Promise<boolean> {
  const asked = readArgs(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return false;
  }
  const redis = asked.redis ? await openRedis() : undefined;
  if (asked.redis && !redis) {
    process.stdout.write('skipped: there is no redis-server on this machine\n');
    return true;
  }
  const mta = await bundleMta();
  const cluster = await openCluster();
  const rounds: Round[] = [];
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopping = true));
  try {
    for (let seed = asked.seed; seed < asked.seed + asked.rounds && !stopping; seed++) {
      const round = await runRound(seed, { cluster, redis, program: mta.program, people: asked.people });
      rounds.push(round);
      process.stdout.write(formatRound(round, asked));
    }
  } finally {
    await cluster.close();
    await redis?.close();
    mta.close();
  }
  process.stdout.write(formatSum(rounds));
  return rounds.every(({ broken }) => broken.length === 0);
}

type Asked = { readonly rounds: number; readonly seed: number; readonly people: number; readonly redis: boolean };

function readArgs(args: readonly string[]): Asked | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string', default: '20' },
        seed: { type: 'string', default: '1' },
        people: { type: 'string', default: '60' },
        redis: { type: 'boolean', default: false },
      },
    });
    const [rounds, seed, people] = [values.rounds, values.seed, values.people].map(Number) as [number, number, number];
    const areWhole = [rounds, seed, people].every((one) => Number.isInteger(one) && one > 0);
    return areWhole ? { rounds, seed, people, redis: values.redis } : undefined;
  } catch {
    return undefined;
  }
}

function formatRound(round: Round, { people, redis }: Asked): string {
  const { seed, strokes, kills, delivered, unconfirmed, duplicates, broken, ms } = round;
  const numbers = `kills ${kills}  of ${round.people}: delivered ${delivered}  unconfirmed ${unconfirmed}  duplicates ${duplicates}`;
  const line = `seed ${seed}  ${numbers}  ${(ms / 1_000).toFixed(1)} s  ${strokes.join(', ')}\n`;
  if (broken.length === 0) return line;
  const again = `npm run chaos -- --seed ${seed} --rounds 1 --people ${people}${redis ? ' --redis' : ''}`;
  const told = broken.slice(0, TOLD_MAX).map((what) => `  BROKEN ${what}\n`);
  const more = broken.length > TOLD_MAX ? `  and ${broken.length - TOLD_MAX} more\n` : '';
  return `${line}${told.join('')}${more}  again: ${again}\n`;
}

function formatSum(rounds: readonly Round[]): string {
  const sum = (key: 'kills' | 'people' | 'delivered' | 'unconfirmed' | 'duplicates') =>
    rounds.reduce((total, round) => total + round[key], 0);
  const failed = rounds.filter(({ broken }) => broken.length > 0);
  const numbers = `${rounds.length} rounds, ${sum('kills')} kills, ${sum('people')} people: ${sum('delivered')} delivered, ${sum('unconfirmed')} unconfirmed, ${sum('duplicates')} duplicates`;
  const verdict =
    failed.length > 0 ? `broken in seeds ${failed.map(({ seed }) => seed).join(', ')}` : 'every promise kept';
  return `${numbers}; ${verdict}\n`;
}
