import type { TenantScope } from '@hikyaku/db';
import { ok, type Result, refuse } from '../result.ts';
import type { Permission, Role } from './permissions.ts';

/** Who acts, in which tenant, with which rights: what every gate answers. */
export type Principal = {
  readonly scope: TenantScope;
  readonly permissions: ReadonlySet<Permission>;
  /** Of a person; a key has none. */
  readonly role?: Role;
  readonly userId?: number;
  readonly keyId?: number;
  /** Of a key: how many requests it may make. */
  readonly requestsPerSecond?: number;
  /** An owner or admin of the system tenant, whichever tenant is in use. Never a key. */
  readonly isOperator: boolean;
  readonly tenant: {
    readonly id: number;
    readonly name: string;
    readonly status: 'active' | 'held';
    readonly isSystem: boolean;
  };
};

export const can = (principal: Principal, permission: Permission): boolean => principal.permissions.has(permission);

/** The same question as a refusal: 403 `forbidden`, naming the permission. */
export function authorize(principal: Principal, permission: Permission): Result<void> {
  if (can(principal, permission)) return ok(undefined);
  return refuse(403, 'forbidden', `This needs the permission ${permission}.`);
}
