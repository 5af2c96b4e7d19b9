export { formatId, type IdKind, parseId } from './ids.ts';
export { listMigrations, migrate } from './migrate.ts';
export { type DatabaseOptions, isDatabaseAway, openClient, openDatabase } from './open-database.ts';
export type { Database, Sql } from './sql.ts';
export { mintTenantScope, type TenantScope, type TenantSql, withTenant } from './tenant-scope.ts';
