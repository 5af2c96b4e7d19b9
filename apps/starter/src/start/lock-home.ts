import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, isAlive } from '@hikyaku/db/embedded';

/** Thrown for what the person at the console can put right; shown without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}

const lockFile = (home: string) => join(home, 'starter.pid');

/** True while a start runs on this home. */
export const isHomeInUse = (home: string): boolean =>
  existsSync(lockFile(home)) && isStarter(Number(readFileSync(lockFile(home), 'utf8')));

/** Makes this the one start on this home. Throws StartError when another one runs; a lock left by a dead one is void. */
export function lockHome(home: string): { close(): void } {
  mkdirSync(home, { recursive: true });
  const file = lockFile(home);
  for (let tries = 0; tries < 5; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return { close: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (isStarter(holder)) {
      throw new StartError(
        `Hikyaku already runs on ${home} (process ${holder}): stop it first, or set HIKYAKU_HOME and HIKYAKU_PORT_OFFSET to run another beside it`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new StartError(`cannot lock ${file}`);
}

const isStarter = (pid: number): boolean =>
  pid > 0 && pid !== process.pid && isAlive(pid) && /bootstrap|starter/.test(commandLineOf(pid) ?? 'starter');
