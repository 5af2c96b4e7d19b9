import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@hikyaku/config';
import { stopOrphan } from '@hikyaku/db/embedded';
import { migrateAll } from '../migrations/migrate-all.ts';
import type { DemoSeed, SeedDemo } from '../seed/demo-seed.ts';
import { type LaunchProgram, openPrograms } from '../supervisor/open-programs.ts';
import { endOrphans } from '../supervisor/pid-file.ts';
import { checkPorts } from './check-ports.ts';
import { clusterFolder } from './cluster-folder.ts';
import { openDemoFile } from './demo-file.ts';
import { findHeld } from './find-held.ts';
import { lockHome } from './lock-home.ts';
import { openLogins } from './open-logins.ts';
import { formatReady } from './print-ready.ts';
import type { StartConfig } from './read-start-config.ts';

export type Product = {
  /** Called once the home is ours; answers how each program is run. */
  readonly prepare: (config: Config) => LaunchProgram;
  /** Folder of the migrations. */
  readonly migrations: string;
  readonly seedDemo: SeedDemo;
  /** Once all programs answer, before the demo is shown. */
  readonly publish: (config: Config, ownerUrl: string, demo: DemoSeed) => Promise<void>;
};

export type Say = (who: string, line: string) => void;

/**
 * Opens the home, Postgres, the demo and the programs in this order, runs until `stop` is aborted, and closes everything
 * in reverse. Throws StartError for what the person at the console can put right.
 */
export async function runProduct(product: Product, start: StartConfig, stop: AbortSignal, say: Say): Promise<void> {
  const { config, env } = start;
  const began = Date.now();
  const opened: { close(): Promise<void> | void }[] = [];
  const aborted = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  /** A step that is cut short by `stop` goes on beside the closing, which takes its ground away. */
  const step = async <T>(work: Promise<T>): Promise<T> => {
    work.catch(() => {});
    const done = await Promise.race([work.then((value) => ({ value })), aborted]);
    if (!done) throw new Stopped();
    return done.value;
  };
  const open = <T extends { close(): Promise<void> | void }>(thing: T): T => {
    opened.push(thing);
    return thing;
  };
  try {
    open(lockHome(config.home));
    rmSync(join(config.home, 'demo.json'), { force: true });
    await endLeftovers(config, say);
    await checkPorts(config, !config.database.app);
    const launch = product.prepare(config);

    const logins = open(await openLogins(config, (line) => say('postgres', line)));
    const applied = await step(migrateAll(logins, product.migrations));
    say('postgres', applied.length ? `ready, ${applied.length} migrations applied` : 'ready');
    const demo = await step(product.seedDemo({ config, ...logins, say: (line) => say('demo', line) }));

    const demoFile = open(openDemoFile(config, demo, logins.ownerUrl));
    const programs = open(openPrograms({ config, env, logins, launch, say, stop }));
    await step(programs.ready);
    await step(product.publish(config, logins.ownerUrl, demo));
    programs.onChange((pids) => demoFile.write(pids));
    say('', formatReady(config, demo, (Date.now() - began) / 1_000));
    const held = await step(findHeld(logins.ownerUrl));
    if (held) say('', held);
    await aborted;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    for (const thing of opened.toReversed()) await thing.close();
  }
}

class Stopped extends Error {}

async function endLeftovers(config: Config, say: Say): Promise<void> {
  const ended = await endOrphans(config.home);
  if (ended) say('hikyaku', `ended what an earlier start had left running (${ended})`);
  if (!config.database.app) await stopOrphan(clusterFolder(config.home));
}
