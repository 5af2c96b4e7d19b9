import { join } from 'node:path';

/** One step of `npm run check`; each counts as one test under `npm test`. */
export type Check = {
  readonly name: string;
  readonly args: readonly string[];
  /** Arguments that mend what this check finds, for `npm run check -- --fix`. */
  readonly fix?: readonly string[];
};

/** The checks, as arguments of `node` run at the root of the clone. */
export function listChecks(root: string): Check[] {
  const tool = (...path: string[]) => join(root, 'node_modules', ...path);
  const types = tool('typescript', 'lib', 'tsc.js');
  const biome = tool('@biomejs', 'biome', 'bin', 'biome');
  const documents = ['--import', 'tsx', join(import.meta.dirname, 'documents.ts')];
  return [
    {
      name: 'format and lint',
      args: [biome, 'ci', '--colors=off', '--error-on-warnings'],
      fix: [biome, 'check', '--write'],
    },
    { name: 'types of the programs and packages', args: [types, '-p', '.'] },
    { name: 'types of the dashboard', args: [types, '-p', 'apps/mua'] },
    { name: 'types of the components', args: [types, '-p', 'packages/face/ui'] },
    { name: 'boundaries between the floors', args: [tool('turbo', 'bin', 'turbo'), 'boundaries'] },
    { name: 'unused code', args: [tool('knip', 'bin', 'knip.js'), '--no-progress'] },
    { name: 'generated documents', args: documents, fix: [...documents, '--write'] },
  ];
}
