import { type Config, childEnvironment, readConfig } from '@hikyaku/config';

/** 48 hours are six minutes: a whole campaign with its retries can be watched. */
const SANDBOX_RETRY_SCALE = '0.002';

export type StartConfig = {
  readonly config: Config;
  /** The environment of the programs so far: ours and the defaults of a start. */
  readonly env: NodeJS.ProcessEnv;
};

/** The settings of a start: the sandbox is on, and time runs faster in it, unless the environment says otherwise. */
export function readStartConfig(): StartConfig {
  const defaults: Record<string, string> = { HIKYAKU_SANDBOX: 'on' };
  if (readConfig(childEnvironment({}, defaults)).sandbox) defaults.HIKYAKU_RETRY_SCALE = SANDBOX_RETRY_SCALE;
  const env = childEnvironment({}, defaults);
  return { config: readConfig(env), env };
}
