import { join } from 'node:path';
import type { Config } from '@hikyaku/config';
import { writePids } from './pid-file.ts';
import { PROGRAMS, type ProgramName, readyUrl } from './programs.ts';
import { stopInReverse } from './stop-in-reverse.ts';
import { type Launch, type SupervisedProgram, superviseProgram } from './supervise-program.ts';
import { waitReady } from './wait-ready.ts';

/** How a program is run. `env`: over that of all programs. `readyUrl`: where it answers when not at its own port. */
export type ProgramLaunch = Omit<Launch, 'env'> & {
  readonly env?: Readonly<Record<string, string>>;
  readonly readyUrl?: string;
};

export type LaunchProgram = (name: ProgramName) => ProgramLaunch;

export type Pids = Readonly<Record<string, number>>;

export type Programs = {
  /** Resolves when every program can do its work; rejects when one never gets there. */
  readonly ready: Promise<void>;
  /** Calls back now and after each restart with the process ids that are alive. */
  onChange(listener: (pids: Pids) => void): void;
  close(): Promise<void>;
};

/** Starts the programs, the sandbox before the others, and keeps them running until `close`. */
export function openPrograms(options: {
  config: Config;
  env: NodeJS.ProcessEnv;
  logins: { appUrl: string; engineUrl: string; directUrl: string; secret: string };
  launch: LaunchProgram;
  say: (who: string, line: string) => void;
  stop: AbortSignal;
}): Programs {
  const { config, logins, launch, say, stop } = options;
  const env = {
    ...options.env,
    NODE_ENV: options.env.NODE_ENV ?? 'production',
    HIKYAKU_HOME: config.home,
    HIKYAKU_SECRET: logins.secret,
    HIKYAKU_SUPERVISOR_PID: String(process.pid),
    DATABASE_URL: logins.appUrl,
    DATABASE_ENGINE_URL: logins.engineUrl,
    DATABASE_DIRECT_URL: logins.directUrl,
    // The owner's login is for migrations only: no program gets it.
    DATABASE_OWNER_URL: undefined,
  };
  const programs: SupervisedProgram[] = [];
  let listener = (_pids: Pids) => {};
  const pids = () => Object.fromEntries(programs.flatMap(({ name, pid }) => (pid() ? [[name, pid()!]] : [])));
  const changed = () => {
    writePids(config.home, Object.values(pids()));
    listener(pids());
  };
  const start = async (name: ProgramName) => {
    const how = launch(name);
    const program = superviseProgram({
      name,
      launch: { ...how, env: { ...env, ...how.env } },
      logFile: join(config.home, 'logs', `${name}.log`),
      say: (line) => say(name, line),
      onStart: () => queueMicrotask(changed),
    });
    programs.push(program);
    await waitReady(program, how.readyUrl ?? readyUrl(name, config), stop);
    if (!stop.aborted) say(name, 'ready');
  };
  const startAll = async () => {
    if (config.sandbox) await start('sandbox');
    await Promise.all(PROGRAMS.filter((name) => name !== 'sandbox').map(start));
  };
  const ready = startAll();
  ready.catch(() => {});
  return {
    ready,
    onChange(call) {
      listener = call;
      call(pids());
    },
    async close() {
      listener = () => {};
      await stopInReverse(programs);
      writePids(config.home, []);
    },
  };
}
