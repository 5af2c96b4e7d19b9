/** Results of RFC 8601 section 2.7. */
export const AUTH_RESULTS = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
] as const;
export type AuthResult = (typeof AUTH_RESULTS)[number];

/** Who a mail is really from, as far as DNS says. `detail`: what was looked at, for people. */
export type AuthResults = {
  readonly spf: AuthResult;
  readonly dkim: AuthResult;
  readonly dmarc: AuthResult;
  readonly arc: AuthResult;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Checks a mail as it was kept, its trace on top. Never rejects for what a mail or DNS says, and ends within seconds. */
export type Authenticate = (raw: Buffer) => Promise<AuthResults>;
