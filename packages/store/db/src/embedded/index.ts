export { type ClusterUrls, clusterUrls } from './cluster-passwords.ts';
export { createLogins, LOGINS } from './create-logins.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  openEmbeddedPostgres,
} from './open-embedded-postgres.ts';
export { findPostgresPrograms } from './postgres-programs.ts';
export { commandLineOf, isAlive, stopOrphan } from './stop-orphan.ts';
