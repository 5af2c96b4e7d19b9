import { notFound, ok, type Principal, type Result, refuse } from '@hikyaku/tenancy';

/** What is about all tenants asks for a key of the system tenant. */
export const asOperator = (principal: Principal): Result<void> =>
  principal.tenant.isSystem ? ok(undefined) : refuse(403, 'forbidden', 'This needs a key of the system tenant.');

/** The same for a thing with an id: to others it does not exist. */
export const asOperatorOf = (principal: Principal, what: string): Result<void> =>
  principal.tenant.isSystem ? ok(undefined) : notFound(what);
