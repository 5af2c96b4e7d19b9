export { formatId, type IdKind, parseId } from './ids.ts';
export { listMigrations, migrate } from './migrate.ts';
export { type DatabaseOptions, isDatabaseAway, openClient, openDatabase } from './open-database.ts';
export { openPrisma, type PrismaOptions, type PrismaPool } from './open-prisma.ts';
export type { Database, Sql } from './sql.ts';
export { enterTenant, mintTenantScope, type TenantScope, type TenantSql, withTenant } from './tenant-scope.ts';
export { type TenantPrisma, withTenantPrisma } from './with-tenant-prisma.ts';
