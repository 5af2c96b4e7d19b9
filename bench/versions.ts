import { execFileSync } from 'node:child_process';
import { findPostgresPrograms } from '@hikyaku/db/embedded';
import type { Peers } from './peers/debian.ts';

/** Versions of everything that was measured. */
export type Versions = Readonly<Record<string, string>>;

export async function describeVersions(peers: Peers | undefined): Promise<Versions> {
  const { postgres } = await findPostgresPrograms();
  return {
    node: process.versions.node,
    openssl: process.versions.openssl,
    postgres: /(\d+(?:\.\d+)*)/.exec(execFileSync(postgres, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown',
    ...peers?.versions,
  };
}
