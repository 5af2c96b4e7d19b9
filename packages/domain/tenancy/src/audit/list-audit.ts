import type { TenantPrisma } from '@hikyaku/db';

export type AuditEntry = {
  readonly id: number;
  readonly at: Date;
  /** `user:12`, `key:3`, `operator:1` or `system`. */
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: unknown;
};

/** Who did what, newest first; `before` is the id of the last entry of the page before. */
export async function listAudit(
  { prisma, scope }: TenantPrisma,
  page: { readonly limit: number; readonly before?: number },
): Promise<AuditEntry[]> {
  const rows = await prisma.auditEntry.findMany({
    where: { tenantId: scope.tenantId, id: page.before === undefined ? undefined : { lt: page.before } },
    select: { id: true, at: true, actor: true, action: true, target: true, detail: true },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
