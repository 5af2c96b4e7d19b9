import type { TenantPrisma } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { isRole, type Role } from '../principal/permissions.ts';
import { authorize, type Principal } from '../principal/principal.ts';
import { notFound, ok, type Result, refuse, refuseField } from '../result.ts';

export type Member = {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly joinedAt: Date;
};

/** The people of the tenant, the first one first. */
export async function listMembers({ prisma, scope }: TenantPrisma): Promise<Member[]> {
  const rows = await prisma.member.findMany({
    where: { tenantId: scope.tenantId },
    select: { userId: true, role: true, createdAt: true, user: { select: { email: true, name: true } } },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  return rows.map(({ userId, role, createdAt, user }) => ({
    userId,
    email: user.email,
    name: user.name,
    role: role as Role,
    joinedAt: createdAt,
  }));
}

/**
 * Gives a member another role; their sessions in this tenant end. Refuses: 403 without `members:write` or when an owner is
 * concerned and the actor is none, 404, 409 `last_owner`, 422 `role`.
 */
export async function changeRole(
  tx: TenantPrisma,
  principal: Principal,
  userId: number,
  role: string,
): Promise<Result<void>> {
  if (!isRole(role)) return refuseField('role', 'There is no such role.');
  const before = await lockMember(tx, principal, userId, role);
  if (!before.ok) return before;
  if (before.value === role) return ok(undefined);
  const { tenantId } = tx.scope;
  await tx.prisma.member.update({ where: { tenantId_userId: { tenantId, userId } }, data: { role } });
  await writeAudit(tx.sql, 'member.role', `user:${userId}`, { from: before.value, to: role });
  return ok(undefined);
}

/** Takes a person out of the tenant, oneself too; their sessions in it end. Refuses as `changeRole` does. */
export async function removeMember(tx: TenantPrisma, principal: Principal, userId: number): Promise<Result<void>> {
  const before = await lockMember(tx, principal, userId, null);
  if (!before.ok) return before;
  await tx.prisma.member.delete({ where: { tenantId_userId: { tenantId: tx.scope.tenantId, userId } } });
  await writeAudit(tx.sql, 'member.remove', `user:${userId}`, { role: before.value });
  return ok(undefined);
}

/** The role that the member has, once the actor may change it to `next` (null: leaves) and an owner stays. */
async function lockMember(
  { sql, scope }: TenantPrisma,
  principal: Principal,
  userId: number,
  next: Role | null,
): Promise<Result<Role>> {
  const isOneself = principal.userId === userId;
  const allowed = authorize(principal, 'members:write');
  if (!allowed.ok && !(isOneself && next === null)) return allowed;
  // All owners are locked, always in one order: two owners cannot take the role from each other at once.
  const rows = await sql.query<{ user_id: number; role: Role }>(
    `SELECT user_id, role FROM members WHERE tenant_id = $1 AND (role = 'owner' OR user_id = $2) ORDER BY user_id FOR UPDATE`,
    [scope.tenantId, userId],
  );
  const member = rows.find((row) => row.user_id === userId);
  if (!member) return notFound('member');
  const isOwnerAct = member.role === 'owner' || next === 'owner';
  if (isOwnerAct && principal.role !== 'owner') return refuse(403, 'owner_only', 'Only an owner may do this.');
  if (member.role === 'owner' && next !== 'owner' && rows.filter((row) => row.role === 'owner').length === 1) {
    return refuse(409, 'last_owner', 'An account needs an owner: make somebody else one first.');
  }
  return ok(member.role);
}
