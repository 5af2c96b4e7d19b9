/** The folder in which a person called npm: npm runs every script in the root of the clone. */
export const callerFolder = (): string => process.env.INIT_CWD || process.cwd();
