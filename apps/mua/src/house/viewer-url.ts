import type { Config } from '@hikyaku/config';

/** Where the mail that the sandbox took can be looked at; undefined while mail really leaves. */
export const viewerUrl = (config: Config): string | undefined =>
  config.sandbox ? `http://127.0.0.1:${config.ports.sandboxWeb}` : undefined;
