import { childEnvironment, settings } from '@hikyaku/config';

/** The environment of tests: ours without any setting of the product, so that no test meets somebody's database. */
export const testEnvironment = (extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv =>
  childEnvironment({ ...Object.fromEntries(Object.keys(settings.shape).map((name) => [name, undefined])), ...extra });
