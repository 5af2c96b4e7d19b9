import { formatId, type TenantPrisma } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import type { Role } from '../principal/permissions.ts';
import { authorize, type Principal } from '../principal/principal.ts';
import { notFound, ok, type Result } from '../result.ts';

export type Invitation = {
  readonly id: number;
  readonly email: string;
  readonly role: Role;
  readonly makesTenant: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** The open ones, newest first; those that ran out too, so that they can be sent again. */
export async function listInvitations({ prisma, scope }: TenantPrisma): Promise<Invitation[]> {
  const rows = await prisma.invitation.findMany({
    where: { tenantId: scope.tenantId, acceptedAt: null, revokedAt: null },
    select: { id: true, email: true, role: true, makesTenant: true, createdAt: true, expiresAt: true },
    orderBy: { id: 'desc' },
  });
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}

/** Its link stops working at once. 404 when it is unknown, accepted or revoked. */
export async function revokeInvitation(tx: TenantPrisma, principal: Principal, id: number): Promise<Result<void>> {
  const allowed = authorize(principal, 'members:write');
  if (!allowed.ok) return allowed;
  const { count } = await tx.prisma.invitation.updateMany({
    where: { tenantId: tx.scope.tenantId, id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count === 0) return notFound('invitation');
  await writeAudit(tx.sql, 'invitation.revoke', formatId('invitation', id));
  return ok(undefined);
}
