import type { Prisma } from './generated/client.ts';
import type { PrismaPool } from './open-prisma.ts';
import type { Sql } from './sql.ts';
import type { TenantScope, TenantSql } from './tenant-scope.ts';

/** One transaction of one tenant, as Prisma and as SQL. */
export type TenantPrisma = {
  readonly scope: TenantScope;
  readonly prisma: Prisma.TransactionClient;
  /** The same transaction for what is better said in SQL. int8 comes back as a number. */
  readonly sql: TenantSql;
};

/** Runs `run` in one transaction in which row level security shows this tenant and nothing else. */
export function withTenantPrisma<T>(
  pool: PrismaPool,
  scope: TenantScope,
  run: (tx: TenantPrisma) => Promise<T>,
): Promise<T> {
  return pool.client.$transaction(async (prisma) => {
    await prisma.$executeRaw`SELECT set_config('app.tenant', ${String(scope.tenantId)}, true)`;
    return run({ scope, prisma, sql: { query: queryOf(prisma), scope } });
  });
}

const queryOf = (prisma: Prisma.TransactionClient): Sql['query'] =>
  async function query<Row>(text: string, values: readonly unknown[] = []) {
    const rows = await prisma.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])) as Row);
  };

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
