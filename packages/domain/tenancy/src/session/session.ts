import type { Role } from '../principal/permissions.ts';
import type { Principal } from '../principal/principal.ts';

/** What is noted of whoever signs in. `ip` also carries the limit on guesses. */
export type Client = { readonly ip: string; readonly userAgent: string };

/** A person who is signed in. The row behind it is asked at each request: what ended it is felt at once. */
export type Session = Principal & {
  readonly role: Role;
  readonly userId: number;
  readonly sessionId: number;
  readonly expiresAt: Date;
  readonly user: {
    readonly email: string;
    readonly name: string;
    readonly locale: string;
    readonly hasPassword: boolean;
  };
};

/** `token` is for the cookie; only its SHA-256 is stored. */
export type OpenedSession = { readonly token: string; readonly expiresAt: Date; readonly tenantId: number };
