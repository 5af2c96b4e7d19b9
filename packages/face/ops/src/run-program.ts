import { type Config, ConfigError, readConfig } from '@hikyaku/config';
import { type Log, openLog } from '@hikyaku/log';
import { watchSupervisor } from './watch-supervisor.ts';

/** Something that was opened and lets go of what it holds. */
export type Closeable = { close(): Promise<unknown> | unknown };

export type ProgramFrame = { readonly config: Config; readonly log: Log };

/** The supervisor kills after 10 s; what is still open by then has had its chance. */
const CLOSE_WITHIN_MS = 8_000;

/**
 * The frame of every program: reads the settings, opens what the program consists of, and closes it in reverse order
 * at SIGTERM, at SIGINT, or when the supervisor that started it is gone. Exits 0 after a clean stop; 1 when a setting
 * is wrong (said plainly), when opening failed, when closing took more than 8 s, and after an uncaught error.
 */
export async function runProgram(program: {
  name: string;
  open: (frame: ProgramFrame) => Promise<readonly Closeable[]>;
}): Promise<void> {
  const config = readConfigOrExit();
  const log = openLog(program.name, config.logLevel);
  const fail = (error: unknown, what: string) => {
    log.fatal({ err: error }, what);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => fail(error, 'uncaught error'));
  process.on('unhandledRejection', (error) => fail(error, 'unhandled rejection'));

  const opening = program.open({ config, log });
  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => fail(undefined, `not closed within ${CLOSE_WITHIN_MS} ms`), CLOSE_WITHIN_MS).unref();
    await closeInReverse(await opening, log);
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  watchSupervisor(config.supervisorPid, () => void stop('the supervisor is gone'));

  try {
    await opening;
  } catch (error) {
    fail(error, error instanceof Error ? error.message : 'could not start');
  }
}

function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function closeInReverse(things: readonly Closeable[], log: Log): Promise<void> {
  for (const thing of things.toReversed()) {
    try {
      await thing.close();
    } catch (error) {
      log.error({ err: error }, 'could not close');
    }
  }
}
