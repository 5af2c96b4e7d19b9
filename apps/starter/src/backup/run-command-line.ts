import { ConfigError } from '@hikyaku/config';
import { StartError } from '../start/lock-home.ts';

/** What a person can put right is said in a line, and the exit is 1; anything else is a fault and comes with its stack. */
export async function runCommandLine(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isPlain =
      error instanceof StartError ||
      error instanceof ConfigError ||
      /^(ERR_PARSE_ARGS|ECONNREFUSED|ENOTFOUND|EACCES|ENOSPC|28|3D)/.test((error as { code?: string }).code ?? '');
    process.stderr.write(
      `hikyaku: ${isPlain ? (error as Error).message || 'the server does not answer' : (error as Error).stack}\n`,
    );
    process.exitCode = 1;
  }
}
