type Names = Readonly<Record<string, string | undefined>>;

/**
 * The environment for a child process: ours, with `set` over it (undefined removes a name) and `defaults` for what is
 * empty or missing.
 */
export function childEnvironment(set: Names, defaults: Names = {}): NodeJS.ProcessEnv {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return { ...defaults, ...given, ...set } as NodeJS.ProcessEnv;
}
